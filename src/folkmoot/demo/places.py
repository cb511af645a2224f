"""Towns of each Area, for the names of invented organisations and the places of invented activities."""

TOWNS: dict[str, tuple[str, ...]] = {
    "cymru-wales": ("Cardiff", "Swansea", "Wrexham", "Bangor", "Merthyr Tydfil", "Carmarthen", "Newport"),
    "east-midlands": ("Leicester", "Nottingham", "Derby", "Lincoln", "Northampton", "Mansfield"),
    "east-of-england": ("Peterborough", "Norwich", "Ipswich", "Chelmsford", "Southend-on-Sea", "Wisbech", "Great Yarmouth"),
    "london-north": ("Haringey", "Brent", "Hackney", "Enfield", "Camden", "Newham"),
    "london-south": ("Lambeth", "Southwark", "Croydon", "Lewisham", "Merton", "Greenwich"),
    "mersey-cheshire": ("Liverpool", "Birkenhead", "St Helens", "Chester", "Warrington", "Crewe"),
    "north-east": ("Newcastle", "Gateshead", "Sunderland", "Middlesbrough", "Durham", "Hartlepool"),
    "north-west": ("Manchester", "Bolton", "Oldham", "Preston", "Blackburn", "Carlisle"),
    "south-east": ("Brighton", "Maidstone", "Guildford", "Crawley", "Medway", "Hastings"),
    "south-west": ("Bristol", "Plymouth", "Exeter", "Truro", "Gloucester", "Taunton"),
    "thames-and-chiltern": ("Luton", "Oxford", "Reading", "Slough", "Milton Keynes", "Watford"),
    "wessex": ("Southampton", "Portsmouth", "Bournemouth", "Swindon", "Salisbury", "Newport, Isle of Wight"),
    "west-midlands": ("Birmingham", "Coventry", "Wolverhampton", "Stoke-on-Trent", "Worcester", "Leamington Spa"),
    "yorkshire-and-humberside": ("Leeds", "Bradford", "Sheffield", "Hull", "York", "Huddersfield"),
}

# The county of most towns; where it is not known an activity has none, as in life.
COUNTY_OF: dict[str, str] = {
    "Cardiff": "south-glamorgan", "Swansea": "west-glamorgan", "Wrexham": "clwyd", "Bangor": "gwynedd", "Merthyr Tydfil": "mid-glamorgan",
    "Carmarthen": "dyfed", "Newport": "gwent", "Leicester": "leicestershire", "Nottingham": "nottinghamshire", "Derby": "derbyshire",
    "Lincoln": "lincolnshire", "Northampton": "northamptonshire", "Peterborough": "cambridgeshire", "Norwich": "norfolk",
    "Ipswich": "suffolk", "Chelmsford": "essex", "Southend-on-Sea": "essex", "Wisbech": "cambridgeshire", "Great Yarmouth": "norfolk",
    "Haringey": "greater-london", "Brent": "greater-london", "Hackney": "greater-london", "Lambeth": "greater-london",
    "Southwark": "greater-london", "Croydon": "greater-london", "Liverpool": "merseyside", "Chester": "cheshire", "Warrington": "cheshire",
    "Newcastle": "tyne-and-wear", "Gateshead": "tyne-and-wear", "Durham": "durham", "Manchester": "greater-manchester",
    "Bolton": "greater-manchester", "Preston": "lancashire", "Carlisle": "cumbria", "Brighton": "east-sussex", "Maidstone": "kent",
    "Guildford": "surrey", "Crawley": "west-sussex", "Bristol": "bristol", "Plymouth": "devon", "Exeter": "devon", "Truro": "cornwall",
    "Gloucester": "gloucestershire", "Taunton": "somerset", "Luton": "bedfordshire", "Oxford": "oxfordshire", "Reading": "berkshire",
    "Southampton": "hampshire", "Bournemouth": "dorset", "Swindon": "wiltshire", "Birmingham": "west-midlands",
    "Coventry": "west-midlands", "Stoke-on-Trent": "staffordshire", "Leeds": "west-yorkshire", "Bradford": "west-yorkshire",
    "Sheffield": "south-yorkshire", "York": "north-yorkshire",
}  # fmt: skip

# name of the community, its kind, invented share of the population in thousandths, months between contacts, low trust and why
COMMUNITIES: tuple[tuple[str, str, int, int, str], ...] = (
    (
        "Gypsy, Roma and Traveller people",
        "identity",
        2,
        6,
        "Three site visits heard that hate crime is not reported because nothing is expected to follow.",
    ),
    ("Black Caribbean people", "identity", 14, 6, "Listening sessions after the charging research heard doubt that decisions are fair."),
    ("Muslim women", "identity", 36, 6, ""),
    ("Deaf people who use British Sign Language", "identity", 3, 12, ""),
    ("People with learning disabilities", "identity", 21, 6, ""),
    ("Lesbian, gay, bisexual and trans people", "identity", 32, 6, ""),
    ("Older people living alone", "circumstance", 55, 12, ""),
    (
        "Young people who have been in care",
        "circumstance",
        4,
        6,
        "The care leavers' council said that its members see the service as part of the police.",
    ),
    ("Polish and Romanian communities", "identity", 24, 12, ""),
    ("People newly arrived as refugees", "circumstance", 5, 6, ""),
    ("Chinese and East Asian people", "identity", 11, 12, ""),
    ("Jewish communities", "identity", 5, 12, ""),
    ("Rural communities", "place", 120, 12, ""),
)
WELSH_COMMUNITY = ("Welsh-speaking communities", "identity", 178, 6, "")

# pattern of the name, kind of organisation, index of the community in COMMUNITIES
ORGANISATIONS: tuple[tuple[str, str, int], ...] = (
    ("{town} Travellers' Advice", "charity", 0),
    ("Roma Voices {town}", "community", 0),
    ("{town} African Caribbean Centre", "community", 1),
    ("Windrush Elders {town}", "community", 1),
    ("{town} Muslim Women's Circle", "faith", 2),
    ("{town} Central Mosque outreach group", "faith", 2),
    ("{town} Deaf Club", "community", 3),
    ("Speaking Up {town}", "charity", 4),
    ("{town} People First", "charity", 4),
    ("{town} Pride", "community", 5),
    ("Rainbow Switchboard {town}", "charity", 5),
    ("{town} Older People's Forum", "community", 6),
    ("{town} Care Leavers' Council", "community", 7),
    ("Polska Świetlica {town}", "community", 8),
    ("{town} Romanian Association", "community", 8),
    ("{town} Welcome", "charity", 9),
    ("{town} Chinese Community Association", "community", 10),
    ("{town} Jewish Representative Council", "faith", 11),
    ("Young Farmers of {town}", "community", 12),
    ("{town} Victim Care", "victim_support", 6),
    ("{town} Women's Refuge", "victim_support", 2),
    ("{town} Community Safety Partnership", "council", 12),
)
WELSH_ORGANISATIONS: tuple[tuple[str, str], ...] = (
    ("Menter Iaith {town}", "community"),
    ("Merched y Wawr {town}", "community"),
    ("Papur Bro {town}", "community"),
)
FIRST_NAMES = ("Amina", "Bronwen", "Callum", "Dilys", "Ebony", "Florin", "Grace", "Huw", "Ines", "Jakub", "Kezia", "Lowri", "Mei", "Noor", "Orla", "Petra", "Quentin", "Rosa", "Saif", "Tegan", "Uzma", "Vera", "Wanjiru", "Yusuf", "Zofia")  # fmt: skip
LAST_NAMES = ("Abara", "Beddoes", "Cooper", "Dogaru", "Ellis", "Farouk", "Griffiths", "Hollis", "Ionescu", "Jandu", "Kowalska", "Lee", "Mbeki", "Nowak", "Okoro", "Price", "Quayle", "Rahman", "Smith", "Tran", "Udoh", "Vickers", "Wood", "Young", "Zaman")  # fmt: skip
