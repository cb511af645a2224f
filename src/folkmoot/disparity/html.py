"""The document as one page that stands alone: no script, no file beside it, nothing fetched. WCAG 2.2 AA."""

from collections.abc import Iterable, Sequence
from typing import Any

from folkmoot.disparity.markup import Markup, tag, together
from folkmoot.disparity.parts import Part, parts_of, shown_inner, shown_tables, title_of
from folkmoot.disparity.pictures import Picture, pictures_of
from folkmoot.disparity.tables import Cell, Table
from folkmoot.disparity.words import Sentence, Translate, as_it_is, cleaned, gettext_noop

CAVEAT = gettext_noop("A difference says where to look. It does not say why, and it needs review by people who know the cases.")
CONTENTS = gettext_noop("Contents")
MADE_BY = gettext_noop("Made by Folkmoot from the figures named above; no figure is in this page that is not in them.")

# Contrast beside white: ink 19 to 1, links 8 to 1, lines 4.6 to 1. No colour carries a meaning.
STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #0b0c0c; font: 1rem/1.5 "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
header, main, footer { max-width: 66rem; margin: 0 auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin-top: 2.5rem; padding-top: .75rem; border-top: 2px solid #0b0c0c; }
p, li, dd { max-width: 44rem; overflow-wrap: anywhere; }
li { margin-bottom: .4rem; }
a { color: #1d4b8f; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid #4c2c92; outline-offset: 2px; }
nav a { display: inline-block; min-height: 1.5rem; padding: .1rem 0; }
.answer { font-size: 1.1875rem; }
.review { border-left: 5px solid #4c2c92; padding-left: .75rem; list-style: none; margin-left: -1.25rem; }
.caveat { border: 2px solid #0b0c0c; padding: .75rem; }
.pictures { display: flex; flex-wrap: wrap; gap: 1.5rem; }
figure { margin: 1rem 0; max-width: 100%; }
figcaption { max-width: 44rem; }
.one { max-width: 480px; }
svg { display: block; max-width: 100%; height: auto; }
.wide { display: none; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
caption div { position: sticky; left: 0; max-width: calc(100vw - 2rem); }
th, td { border-bottom: 1px solid #6f777b; padding: .35rem .75rem .35rem 0; text-align: right; vertical-align: top; }
th[scope=row], .words { text-align: left; }
th[scope=row] { min-width: 8rem; max-width: 20rem; font-weight: normal; }
thead th { vertical-align: bottom; }
td { white-space: nowrap; }
td.words { white-space: normal; min-width: 8rem; }
@media (min-width: 50rem), print { .wide { display: block; } .has-wide .narrow { display: none; } }
@media print {
  nav { display: none; }
  body { font-size: 10pt; }
  h2, h3, caption { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; }
  td { white-space: normal; }
  th[scope=row] { min-width: 0; }
}
"""


def as_html(document: Any, translate: Translate = as_it_is, lang: str = "en") -> str:
    """The whole page. A phrase that `translate` gives back as it is counts as English, and is marked so on a page in another language."""
    document = cleaned(document)
    writer = _Writer(translate, lang)
    parts = list(parts_of(document))
    title = title_of(document)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title.said(translate)),
        tag("style", Markup(STYLE)),
    )
    told = [writer.part(part, number) for number, part in enumerate(parts, 1)]
    body = tag(
        "body",
        tag("header", tag("h1", writer.say(title))),
        tag("main", *told[:1], writer.contents(parts), *told[1:]),
        tag("footer", tag("p", writer.say(Sentence(MADE_BY, {})))),
    )
    return "<!DOCTYPE html>\n" + tag("html", head, body, lang=lang) + "\n"


class _Writer:
    """Writes in one language."""

    def __init__(self, translate: Translate, lang: str) -> None:
        self.translate, self.lang = translate, lang

    def say(self, said: Cell) -> Markup:
        """Words, with names from the data kept apart from the direction of the text around them."""
        if isinstance(said, str):
            return tag("bdi", said) if _may_turn(said) else together(said)
        pieces = [tag("bdi", text) if from_data and _may_turn(text) else text for text, from_data in said.pieces(self.translate)]
        is_english = self.lang.split("-")[0] != "en" and not said.is_translated(self.translate)
        return tag("span", *pieces, lang="en") if is_english else together(*pieces)

    def contents(self, parts: Sequence[Part]) -> Markup:
        lines = [tag("li", tag("a", self.say(part.title), href=f"#part-{number}")) for number, part in enumerate(parts, 1) if number > 1]
        heading = tag("h2", self.say(Sentence(CONTENTS, {})), id="contents")
        return tag("nav", heading, tag("ul", *lines), aria_labelledby="contents")

    def part(self, part: Part, number: int) -> Markup:
        key = f"part-{number}"
        is_answer = part.kind == "answer"
        inside = [tag("h2", self.say(part.title), id=key), self.sentences(part.sentences, "answer" if is_answer else "said")]
        inside += [tag("p", self.say(Sentence(CAVEAT, {})), class_="caveat")] if is_answer else []
        pictures = [self.picture(picture) for picture in pictures_of(part, self.translate, self.lang)]
        inside += [tag("div", *pictures, class_="pictures")] if pictures else []
        inside += self.tables(part, key)
        inside += [self.inner(one, f"{key}-{place}") for place, one in enumerate(shown_inner(part), 1)]
        return tag("section", *inside, aria_labelledby=key)

    def inner(self, part: Part, key: str) -> Markup:
        return together(tag("h3", self.say(part.title), id=key), self.sentences(part.sentences, "said"), *self.tables(part, key))

    def tables(self, part: Part, key: str) -> list[Markup]:
        return [self.table(table, f"{key}-table-{place}") for place, table in enumerate(shown_tables(part), 1)]

    def sentences(self, sentences: Iterable[Sentence], look: str) -> Markup:
        lines = [tag("li", self.say(one), **({"class_": "review"} if one.needs_review else {})) for one in sentences]
        return tag("ul", *lines, class_=look) if lines else Markup("")

    def picture(self, picture: Picture) -> Markup:
        """What the picture shows is printed below it as well: the same words that a screen reader is told."""
        drawn = [tag("div", picture.narrow, class_="narrow")]
        drawn += [tag("div", picture.wide, class_="wide")] if picture.wide else []
        heading = tag("strong", self.say(picture.title))
        caption = tag("figcaption", heading, tag("br"), self.say(picture.tells))
        return tag("figure", *drawn, caption, class_="has-wide" if picture.wide else "one")

    def table(self, table: Table, key: str) -> Markup:
        """A wide table scrolls within its own frame, which the keyboard reaches; the page itself never does."""
        heading = tag("tr", *(self.heading(one, place, table) for place, one in enumerate(table.headings)))
        rows = [tag("tr", *(self.cell(cell, place, table) for place, cell in enumerate(row))) for row in table.rows]
        caption = tag("caption", tag("div", self.say(table.title)), id=key)
        inside = tag("table", caption, tag("thead", heading), tag("tbody", *rows))
        return tag("div", inside, class_="scroll", role="region", tabindex="0", aria_labelledby=key)

    def heading(self, said: Sentence, place: int, table: Table) -> Markup:
        look = {"class_": "words"} if place == 0 or place in table.wordy else {}
        return tag("th", self.say(said), scope="col", **look)

    def cell(self, cell: Cell, place: int, table: Table) -> Markup:
        if place == 0:
            return tag("th", self.say(cell), scope="row")
        return tag("td", self.say(cell), **({"class_": "words"} if place in table.wordy else {}))


def _may_turn(text: str) -> bool:
    """Whether a text holds letters beyond those written from left to right without doubt."""
    return any(ord(letter) >= 0x590 and letter not in "−–—“”‘’…•·×" for letter in text)
