"""The declarations, and the shapes in which the tables are published today."""

import pytest

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.census.reading import Known, read
from folkmoot.census.recognition import recognise
from folkmoot.census.sources import SOURCES
from folkmoot.census.sources.declaring import MEASURES, Coverage, Long, Wide
from folkmoot.census.sources.topics_2021 import TOPICS
from folkmoot.characteristics.rules import Entry, Kind
from folkmoot.characteristics.tables import read_schemes
from folkmoot.foundation.tables.table import Row, Table

KNOWN = {code: Known(code, name, None, None) for code, name in (("E07000008", "Cambridge"), ("W06000015", "Cardiff"))}
PARTNERS = "Married or in a registered civil partnership"
SEPARATED = "Separated, but still legally married or still legally in a civil partnership"
ENDED, BEREAVED = "Divorced or civil partnership dissolved", "Widowed or surviving civil partnership partner"
LEGAL_PARTNERSHIP = [  # the headings of census2021-ts002-ltla.csv, behind the name of the variable
    "Never married and never registered a civil partnership", PARTNERS, f"{PARTNERS}: Married", f"{PARTNERS}: Married: Opposite sex",
    f"{PARTNERS}: Married: Same sex", f"{PARTNERS}: In a registered civil partnership",
    f"{PARTNERS}: In a registered civil partnership: Opposite sex", f"{PARTNERS}: In a registered civil partnership: Same sex",
    SEPARATED, f"{SEPARATED}: Separated, but still married", f"{SEPARATED}: Separated, but still in a registered civil partnership",
    ENDED, f"{ENDED}: Divorced", f"{ENDED}: Formerly in a civil partnership now legally dissolved", BEREAVED, f"{BEREAVED}: Widowed",
    f"{BEREAVED}: Surviving partner from civil partnership",
]  # fmt: skip


@pytest.fixture(scope="module")
def lines():
    return read_schemes().categories


def entries(lines, scheme):
    return [Entry(one.text("code"), (one.text("name_en"),), (), Kind(one.text("kind"))) for one in lines if one.text("scheme") == scheme]


def table(columns, rows):
    return Table(tuple(columns), tuple(Row(at, tuple(row)) for at, row in enumerate(rows, 2)), "", (), "utf-8", ",", ())


def words_of(topic, lines):
    """Every category of a topic as a table writes it, sub-totals among them."""
    if topic.table == "TS002":
        return LEGAL_PARTNERSHIP
    named = [
        one.text("name_en") for one in lines if one.text("scheme") == topic.scheme and one.text("kind") in {"answer", "not_stated", "group"}
    ]
    return [*topic.subtotals, *(name for name in named if not (topic.scheme == "sex" and name not in {"Female", "Male"}))]


def counting(words, topic, lines):
    """The words that stand for one category each, not for a sum of others."""
    groups = {one.text("name_en") for one in lines if one.text("scheme") == topic.scheme and one.text("kind") == "group"}
    return [word for word in words if word not in groups and word not in topic.subtotals]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.table)
@pytest.mark.parametrize("ending", ["", MEASURES])
def test_the_wide_file_of_nomis_is_recognised_and_read(topic, ending, lines):
    words = words_of(topic, lines)
    parts = counting(words, topic, lines)
    columns = ["date", "geography", "geography code", f"{topic.variable}: {topic.total[0]}{ending}"]
    columns += [f"{topic.variable}: {word}{ending}" for word in words]
    rows = [["2021", one.name, one.code, str(7 * len(parts)), *("7" for _word in words)] for one in KNOWN.values()]
    sent = table(columns, rows)
    source = recognise(sent, "file.csv")
    assert source.name == f"census-2021-{topic.table.lower()}"
    reading = read(source, sent, file="file.csv", entries=entries(lines, topic.scheme), known=KNOWN)
    assert len(reading.counts) == 2 * len(parts)
    assert set(reading.bases.values()) == {7 * len(parts)}


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic.filtered], ids=lambda topic: topic.table)
@pytest.mark.parametrize("geography", ["Lower tier local authorities", "Lower Tier Local Authorities"])
def test_the_long_file_of_the_ons_is_recognised_and_those_to_whom_it_does_not_apply_are_left_out(topic, geography, lines):
    parts = counting(words_of(topic, lines), topic, lines)
    columns = [f"{geography} Code", geography, f"{topic.filtered} Code", topic.filtered, "Observation"]
    does_not_apply = [] if topic.scheme in {"sex", "age-census-2021-18"} else ["Does not apply"]
    rows = [[one.code, one.name, "1", word, "9"] for one in KNOWN.values() for word in (*parts, *does_not_apply)]
    sent = table(columns, rows)
    source = recognise(sent, "file.csv")
    assert source.name == f"census-2021-{topic.table.lower()}-ons"
    reading = read(source, sent, file="file.csv", entries=entries(lines, topic.scheme), known=KNOWN)
    assert reading.bases == dict.fromkeys(KNOWN, 9 * len(parts))


def test_every_declaration_names_a_scheme_categories_and_an_address_that_exist(lines):
    codes = {}
    for line in lines:
        codes.setdefault(line.text("scheme"), set()).add(line.text("code"))
    for source in SOURCES.values():
        assert source.address.startswith("https://"), source.name
        assert source.boundaries, source.name
        named = source.layout.named if isinstance(source.layout, Wide) else {}
        wanted = {*named.values(), *source.aliases.values(), *(code for one in source.published for code in one.codes)}
        assert not source.scheme or wanted <= codes[source.scheme], source.name
        assert (source.coverage is Coverage.PART) <= (not source.published), source.name
        assert isinstance(source.layout, Wide | Long) == bool(source.scheme), source.name


def test_no_two_declarations_share_a_name_or_the_headings_of_another_subject():
    assert len({source.name for source in SOURCES.values()}) == len(SOURCES)
    assert all(source.subject == f"{source.year}-{source.scheme}" for source in SOURCES.values() if source.scheme)
    assert THE_PRODUCT.may("census.load")
