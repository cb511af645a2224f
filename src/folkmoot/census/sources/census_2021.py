"""Census of 21 March 2021 as Nomis and the ONS publish it today: one table by lower tier local authority in each of two shapes."""

from folkmoot.census.sources.declaring import Long, Source, Wide
from folkmoot.census.sources.topics_2021 import BOUNDARIES, DAY, TOPICS, Topic


def _nomis(topic: Topic) -> Source:
    """The file “…-ltla.csv” of the bulk download: date, geography, geography code, and a column for each category."""
    table = topic.table.lower()
    return _source(
        topic, f"census-2021-{table}", f"https://www.nomisweb.co.uk/output/census/2021/census2021-{table}.zip",
        Wide(variable=topic.variable, total=topic.total),
    )  # fmt: skip


def _filtered(topic: Topic) -> Source:
    """The file that ons.gov.uk makes when “Lower tier local authorities” is chosen: a row for each authority and category."""
    layout = Long(
        code=("Lower tier local authorities Code",), label=(topic.filtered,), value=("Observation",),
        beside=("Lower tier local authorities", f"{topic.filtered} Code"),
    )  # fmt: skip
    address = f"https://www.ons.gov.uk/datasets/{topic.table}/editions/2021/versions"
    return _source(topic, f"census-2021-{topic.table.lower()}-ons", address, layout)


def _source(topic: Topic, name: str, address: str, layout: Wide | Long) -> Source:
    return Source(
        name=name, title=topic.title, year=2021, day=DAY, base=topic.base, address=address, layout=layout, boundaries=BOUNDARIES,
        scheme=topic.scheme, aliases=topic.aliases, subtotals=topic.subtotals, published=topic.published, everybody=topic.everybody,
        caveat=topic.caveat,
    )  # fmt: skip


SOURCES = (*(_nomis(topic) for topic in TOPICS), *(_filtered(topic) for topic in TOPICS if topic.filtered))
