"""The case's own people are found under every form of their names, whatever the origin of the name."""

import pytest

from folkmoot.redaction.people import parse, person_key
from folkmoot.redaction.spans import Kind, Known
from folkmoot.redaction.suggesting import look, suggest

# A name as the file has it, and what statements, records and messages make of it. Each has to be seen as the same person.
FORMS = {
    "English": ("John Smith", "John Smith|Mr Smith|J. Smith|J Smith|SMITH, John|Smith, J.|JOHN SMITH|Smith|John|Jonh Smyth|"
                              "Johnny Smith|John Paul Smith|S M I T H"),
    "title in the list": ("Mrs Margaret Thatcher-Brown", "Margaret Thatcher-Brown|Thatcher Brown|Mrs Brown|Maggie"
                                                         " Thatcher-Brown|M. Thatcher"),
    "Welsh": ("Siân ferch Huw", "Sian ferch Huw|Siân|SIÂN FERCH HUW|Sian Huw"),
    "Welsh patronymic": ("Rhodri ap Gwilym", "Rhodri ap Gwilym|Rhodri Gwilym|Mr ap Gwilym|Rhodri"),
    "Irish": ("Aoife Ní Bhriain", "Aoife Ni Bhriain|Aoife|Ms Ní Bhriain"),
    "Irish with an apostrophe": ("Jane O'Brien", "Jane O’Brien|O'Brien|OBrien|Ms O Brien|O`BRIEN|Jane OBrien"),
    "Scottish": ("Fergus McDonald", "Fergus MacDonald|Mc Donald|MCDONALD|McDonald|Mr Macdonald"),
    "Pakistani": ("Mohammed Hussain", "Muhammad Hussain|Mohamed Hussein|Mohammad Husain|Mo Hussain|M. Hussain|Hussain|MOHAMMED|"
                                      "HUSSAIN, Mohammed"),
    "Bangladeshi": ("Shahida Begum Chowdhury", "Shahida Chowdhury|Shahida Begum|Mrs Choudhury|Shahida Begum Choudhary"),
    "Indian": ("Gurpreet Kaur Dhillon", "Gurpreet Dhillon|Gurprit Kaur Dhillon|Dhilon|Ms Dhillon|Gurpreet"),
    "Tamil": ("Priya Raghunathan", "Priya Ragunathan|Raghunathan|P. Raghunathan|Pria Raghunathan"),
    "Arab": ("Yusuf Al-Hassan", "Youssef Al-Hassan|Yousef al Hasan|Yusuf AlHassan|Al Hassan|Mr Al-Hassan|يوسف الحسن"),
    "Nigerian": ("Chukwuemeka Okonkwo-Adeyemi", "Emeka Okonkwo|Chukwuemeka Adeyemi|Okonkwo Adeyemi|Mr Okonkwo-Adeyemi|Chukwuemeka"),
    "Ghanaian": ("Kwame Owusu", "Kwame Owusu|Owusu, Kwame|Mr Owusu|Kwame|Kwamé Owusu"),
    "Somali": ("Mohamud Abdi Warsame", "Mohamud Warsame|Mahamud Abdi Warsame|Warsame|Abdi Warsame"),
    "Eritrean": ("Tesfay Gebremedhin", "Tesfay Gebremedhin|Gebremedhn|Tesfai Gebremedhin"),
    "Caribbean": ("Delroy Winston Campbell", "Delroy Campbell|Campbel|D.W. Campbell|Delroy"),
    "Polish": ("Krzysztof Wiśniewski", "Krzysztof Wisniewski|WIŚNIEWSKI|Wisniewsky|Krzys Wiśniewski|K. Wiśniewski"),
    "Romanian": ("Ștefan Ionescu", "Stefan Ionescu|Ştefan Ionescu|IONESCU|Ionesco"),
    "Roma": ("Ladislav Horváth", "Ladislav Horvath|Horvát|HORVÁTH, Ladislav"),
    "Ukrainian": ("Oleksandr Shevchenko", "Олександр Шевченко|Shevchenko|Oleksander Shevchenko|SHEVCHENKO"),
    "Chinese": ("Wang Wei", "Wang Wei|Wei Wang|WANG Wei|Mr Wang"),
    "Vietnamese": ("Nguyễn Văn Minh", "Nguyen Van Minh|Minh Nguyen|Nguyễn Văn Minh|Mr Nguyen|NGUYEN"),
    "Turkish": ("Oğuz Öztürk", "Oguz Ozturk|Öztürk|OZTURK|Oğuz"),
    "Greek": ("Giorgos Papadopoulos", "Γιώργος Παπαδόπουλος|Papadopoulos|Georgos Papadopoulos|Papadopolous"),
    "Jewish": ("Shoshana Goldberg-Levy", "Shoshana Goldberg|Mrs Levy|Goldberg Levy|Shoshanna Goldberg-Levy"),
    "Dutch": ("Pieter van der Berg", "Pieter van der Berg|Mr Van Der Berg|van den Berg|Berg|BERG"),
    "Portuguese": ("Maria da Conceição Souza", "Maria Souza|Maria da Conceicao Souza|Sousa|Ms Souza"),
    "German": ("Jürgen Müller", "Juergen Mueller|Jurgen Muller|Herr Müller|MÜLLER"),
}  # fmt: skip
CASES = [(origin, known, form) for origin, (known, forms) in FORMS.items() for form in forms.split("|")]


@pytest.mark.parametrize(("origin", "known", "form"), CASES, ids=[f"{origin}: {form}" for origin, _, form in CASES])
def test_every_form_of_a_name_is_the_same_person(origin, known, form):
    text = f"At about noon I saw {form} in the kitchen."
    spans = suggest(text, [Known(known, role="victim")], search_names=False)
    covered = "".join(text[span.start : span.end] for span in spans)
    assert {span.replacement for span in spans} == {"Victim A"}, spans
    assert form.split()[-1].strip(".") in covered


@pytest.mark.parametrize(
    ("form", "result"),
    [
        ("Smith's car", "Victim A's car"),
        ("Smith’s car", "Victim A’s car"),
        ("the Smiths' house", "the Victim A's house"),
        ("the Smiths live here", "the Victim A family live here"),
        ("Smiths car", "Victim A's car"),
        ("Mr John Smith said", "Victim A said"),
        ("Smith-\nsays", "Victim A"),
    ],
)
def test_the_sentence_keeps_its_grammar(form, result):
    from folkmoot.redaction.spans import apply

    text = f"I saw {form}."
    assert apply(text, suggest(text, [Known("John Smith", role="victim")], search_names=False)) == f"I saw {result}."


def test_a_name_broken_over_a_line_or_by_unseen_characters_is_one_name():
    text = "I know Hen-\nderson and also Hender\u00adson and Hen\u200bderson."
    spans = suggest(text, [Known("Kate Henderson")], search_names=False)
    assert [span.text for span in spans] == ["Hen-\nderson", "Hender\u00adson", "Hen\u200bderson"]


def test_a_name_in_a_script_without_spaces_is_found_inside_a_sentence():
    assert [span.text for span in suggest("我认识王伟先生。", [Known("王伟")], search_names=False)] == ["王伟"]


def test_relatives_with_the_same_surname_are_somebody_else():
    text = "Sarah Smith was there. K. Smith rang. Smith left. John Barrowman sang."
    spans = {span.text: span.replacement for span in suggest(text, [Known("John Smith", role="victim")], search_names=False)}
    assert spans["Smith"] == "Victim A"
    assert len({spans["Sarah Smith"], spans["K. Smith"], spans["John Barrowman"], spans["Smith"]}) == 4


def test_a_surname_that_two_people_share_is_said_to_be_shared():
    known = [Known("John Smith", role="victim"), Known("Mary Smith", role="defendant")]
    alone = suggest("Mary Smith came. Then Smith left.", known, search_names=False)[-1]
    assert "more than one known person" in alone.rule
    assert alone.confidence < 0.8
    assert alone.replacement == "Defendant A", "whoever was named last in full is the likelier"


def test_an_officer_is_known_by_rank_and_number():
    text = "PC 1234 O'Brien spoke. PC O’Brien 1234 wrote. PC 1234 left. DC 9876 came. Jane O'Brien (1234) slept."
    spans = suggest(text, [Known("PC 1234 Jane O'Brien")], search_names=False)
    assert [span.text for span in spans][:4] == ["PC 1234 O'Brien", "PC O’Brien 1234", "PC 1234", "DC 9876"]
    assert [span.replacement for span in spans][:4] == ["Officer 1", "Officer 1", "Officer 1", "Officer 2"]


def test_initials_are_suggested_with_care():
    text = "JS signed it. J.S. too, as exhibit JS/1. The USA won and JS WAS SHOUTING ABOUT IT. PC on duty."
    spans = suggest(text, [Known("John Smith", role="victim"), Known("Peter Carr")], search_names=False)
    assert [span.text for span in spans] == ["JS", "J.S.", "JS"]
    assert all(span.confidence <= 0.6 and span.replacement == "[initials of Victim A]" for span in spans)


@pytest.mark.parametrize(
    "written", ["john.smith90@example.org", "jsmith@example.org", "@smithjohn", "john_smith_92", "smithj92"],
)  # fmt: skip
def test_what_is_made_from_a_name_belongs_to_the_person(written):
    (span,) = suggest(f"He wrote from {written} at night.", [Known("John Smith", role="victim")], search_names=False)
    assert span.text == written
    assert span.replacement.endswith("of Victim A]")
    assert span.kind in (Kind.EMAIL, Kind.HANDLE)


EVERYDAY = [Known("Will May", role="victim"), Known("Rose Bell", role="witness"), Known("Mark Grace", role="defendant")]


@pytest.mark.parametrize(
    ("text", "word", "low", "high"),
    [
        ("Then I saw Will and ran.", "Will", 0.5, 0.95),
        ("Will said that he knew.", "Will", 0.4, 0.8),
        ("Will you come?", "Will", 0.01, 0.3),
        ("I was with Rose in town.", "Rose", 0.5, 0.95),
        ("May went home.", "May", 0.4, 0.8),
        ("It was Mark's idea.", "Mark", 0.5, 0.95),
        ("Will May came.", "Will May", 0.95, 1.0),
        ("Mr May came.", "Mr May", 0.9, 1.0),
    ],
)
def test_a_name_that_is_also_a_word_is_seen_and_said(text, word, low, high):
    (span,) = suggest(text, EVERYDAY, search_names=False)
    assert span.text == word
    assert low <= span.confidence <= high
    if " " not in word:
        assert "everyday word" in span.rule


@pytest.mark.parametrize(
    "text", ["It will rain and he may mark the bell.", "On 12 May 2021 and in May it rang.", "She had the grace to go.",
    "From April to May."],
)  # fmt: skip
def test_the_word_itself_is_left_and_counted(text):
    found = look(text, EVERYDAY, search_names=False)
    assert found.spans == []
    assert sum(found.passed_over.values()) >= 1


def test_in_messages_without_capitals_small_letters_say_nothing():
    text = "yo is it on\nnah will said no\nim with smith n henderson\nok will do\nrose told me"
    spans = suggest(text, [*EVERYDAY, Known("John Smith"), Known("Kate Henderson")], search_names=False)
    assert {span.text for span in spans} >= {"smith", "henderson", "will", "rose"}
    assert all(span.confidence < 0.4 for span in spans if span.text in ("will", "rose"))


@pytest.mark.parametrize(
    "text",
    [
        "He turned Brown with rage.",
        "The crown was there.",
        "The Moan of the sea.",
        "A Smart man.",
        "Harbour lights.",
        "The Hearing was long.",
    ],
)
def test_english_words_are_not_taken_for_misspelt_names(text):
    known = [Known("Anna Crowne"), Known("Omar Mohan"), Known("Ali Smartt"), Known("Jo Harboure"), Known("Lee Hearinge")]
    assert suggest(text, known, search_names=False) == []


def test_parsing_titles_aliases_and_maiden_names():
    parsed = parse("Mrs Jane 'Jinny' Doe née Smith (aka Jay Dee)")
    names = [" ".join(name.words) for name in parsed.names]
    assert names[0] == "jane doe"
    assert "jane smith" in names
    assert "jay dee" in names
    assert "jinny doe" in names
    assert parse("HHJ Alice Walker").role == "judge"
    assert parse("PC 1234 Smith").collars == {"1234"}


def test_one_person_has_one_key_however_written():
    assert len({person_key(name) for name in ("Mr John Smith", "SMITH, John", "john smith", "John SMITH")}) == 1
