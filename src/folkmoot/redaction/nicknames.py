"""Short and pet forms of given names: a statement says “Bob” of the man whom the file calls Robert."""

_FORMS = """
abdul: abs
abigail: abbie abby
albert: al bert bertie
alexander alexandra: alex lex sandy sasha xander
alfred: alf alfie fred
alison: ali
amanda: mandy
andrew: andy drew
angela: angie ange
ann anne anna: ann anne anna annie
anthony antony: tony ant
archibald: archie
arthur: art
barbara: barb babs
benjamin: ben benny
bernard: bernie
bronwen: bron
cameron: cam
catherine katherine kathryn kathleen: cath cathy kate katie kathy kat kitty
charles: charlie chas chuck
charlotte: charlie lottie
christine christina christopher christian: chris chrissie kris kit tina
daniel danielle: dan danny dani
david dafydd: dave davey dai taff
deborah: deb debbie debs
dennis: den
derek: del
dorothy: dot dottie
edward edwin: ed eddie ted teddy ned
eleanor: ellie nell nora
elizabeth: liz lizzie beth betty eliza libby lisa
emily: em millie
emma: em
francis frances: frank fran frankie
frederick: fred freddie
gareth: gaz gary
gary: gaz
geoffrey: geoff jeff
george: georgie
gerald gerard: gerry ged
gillian: gill
graham: gray
gregory: greg
gurpreet: gurps
gwendoline gwenllian: gwen
harold henry: harry hal
hassan hussain: has
ibrahim: ibby ib
ifan ieuan evan: ianto
jacob: jake
jacqueline: jackie jacqui
james: jim jimmy jamie
janet: jan
jasmine: jas
jaswinder jaspreet: jas jaz
jeffrey: jeff
jennifer: jen jenny
jeremy: jez jerry
jessica: jess jessie
joanna joanne: jo
john: jack johnny jon
jonathan: jon jonny
joseph: joe joey
joshua: josh
judith: judy
julian julie: jules
kenneth: ken kenny
kevin: kev
khalid: khal
kimberley: kim
krzysztof: krzys krzysiek kris chris
lawrence laurence: larry laz
leonard: len lenny
leslie lesley: les
lewis louis: lou
louise: lou
madeleine: maddie
malcolm: mal
małgorzata malgorzata: gosia
margaret: maggie meg peggy marge mags
marjorie: marge
martin: mart
mary: molly polly
matthew: matt matty
megan: meg
michael: mick mickey mike mikey
michelle: shell
mohammed muhammad: mo moh mohd md
natalie: nat
nathan nathaniel: nat nate
nicholas: nick nicky
nicola: nic nicky nikki
oliver: ollie
olivia: liv
pamela: pam
patricia patrick: pat paddy trish tricia
penelope: penny
peter: pete
philip phillip: phil
piotr: piotrek
raymond: ray
rebecca: becca becky bex
richard: dick rich richie rick ricky
robert: bob bobby rob robbie bert
ronald: ron ronnie
samantha samuel: sam sammy
sandra: sandy
sarah sara: sal sally
sidney: sid
simon: si
stephanie: steph
stephen steven: steve stevie ste
sukhwinder sukhdeep: sukh sukhi
susan suzanne: sue susie suzy
tamara: tammy
terence: terry tel
theodore: theo ted
theresa: terry tess tessa
thomas tomasz: tom tommy tomek
timothy: tim
tobias: toby
valerie: val
victoria: vicky tori vic
victor: vic
vincent: vince vinny
walter: wally walt
wendy: wend
wilfred: wilf
william gwilym: bill billy will willy liam gwil
yusuf: yus
zachary: zac zack
"""
NICKNAMES: dict[str, tuple[str, ...]] = {
    full: tuple(shorts.split()) for line in _FORMS.strip().splitlines() for fulls, shorts in [line.split(": ")] for full in fulls.split()
}
