"""The results of a form as a file: every figure on the page, and nothing that the page withholds."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx
from folkmoot.voice.forms.models import Form
from folkmoot.voice.forms.results import Results
from folkmoot.voice.forms.rules import pieces_of
from folkmoot.voice.forms.web.asking import labels_of
from folkmoot.voice.forms.web.presenters import CHANNEL_WORDS, kept_words, monitoring_words

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
LONGEST_CELL = 30_000  # spreadsheets hold 32,767 characters in a cell


def caveat() -> str:
    return _(
        "Those who answered chose to answer. They are not a sample of anybody, and the intervals say only how much chance alone could move "
        "a figure of this size; they do not say how those who did not answer think."
    )


def too_few_words() -> str:
    return _("not shown: fewer than ten answered")


def results_file(form: Form, found: Results, ending: str, *, today: date) -> bytes:
    """The results as a file; `ending` is a key of FORMATS. Text that a spreadsheet would run is made harmless by the writers."""
    if ending == "csv":
        rows = [[_("Summary"), "", *row, *[""] * (len(_columns()) - len(row) - 2)] for row in _about(form, found, today)]
        rows += [[str(cell) if cell is not None else "" for cell in row] for row in _figures(found)]
        return write_csv(_columns(), rows)
    sheets = [
        Sheet(_("Figures"), _columns(), list(_figures(found))),
        Sheet(_("About"), (_("Item"), _("Content")), _about(form, found, today)),
    ]
    write = write_xlsx if ending == "xlsx" else write_ods
    return write(sheets, form.title, "cy" if get_language() == "cy" else "en-GB")


def _about(form: Form, found: Results, today: date) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [_("Form"), form.title],
        [_("First day"), form.opens_on],
        [_("Last day"), form.closes_on],
        [_("As it stood on"), today],
        [_("Responses counted"), found.counted],
        [_("Responses held, not counted yet"), found.held],
        [_("Responses not counted"), found.refused],
        [_("Responses in Welsh"), found.in_welsh],
    ]
    rows += [[str(words), found.by_channel.get(channel, 0)] for channel, words in CHANNEL_WORDS.items()]
    rows += [[day.isoformat(), number] for day, number in found.by_day]
    return [*rows, [_("Note"), caveat()]]


def _columns() -> list[str]:
    return [
        _("What"), _("Number"), _("Question"), _("Answer"), _("How many"), _("Base"), _("Asked"), _("Share"), _("Lower limit"),
        _("Upper limit"), _("Point"),
    ]  # fmt: skip


def _figures(found: Results) -> Iterator[list[Cell]]:
    for number, result in enumerate(found.questions, 1):
        words = result.question.wording.words
        head: list[Cell] = [_("Question"), number, words]
        base: list[Cell] = [result.answered, result.asked]
        yield [*head, _("Answered"), result.answered, *base, "", "", "", ""]
        yield [*head, _("Not answered"), result.unanswered, *base, "", "", "", ""]
        if result.too_few:
            yield [*head, too_few_words(), "", *base, "", "", "", ""]
        labels = labels_of(result.question)
        for each in result.shares:
            share = each.share
            limits: list[Cell] = [round(share.value, 4), round(share.low, 4), round(share.high, 4)]
            yield [*head, str(labels.get(each.key, each.key)), each.count, *base, *limits, ""]
        if result.mean is not None:
            yield [*head, _("Mean"), round(result.mean, 2), *base, "", "", "", ""]
        if result.spread:
            for name, value in (
                (_("Lowest"), result.spread.lowest),
                (_("Middle"), result.spread.middle),
                (_("Highest"), result.spread.highest),
            ):
                yield [*head, name, value, *base, "", "", "", ""]
        yield from ([*head, sentence, "", *base, "", "", "", ""] for sentence in kept_words(result))
        for said in result.said:
            for piece in pieces_of(said.text, LONGEST_CELL):
                yield [*head, piece, "", *base, "", "", "", ", ".join(str(pk) for pk in said.points)]
    yield from _monitoring(found)


def _monitoring(found: Results) -> Iterator[list[Cell]]:
    for table in found.monitoring:
        head: list[Cell] = [_("Equality question"), "", table.name]
        total: Cell = too_few_words() if table.total is None else table.total
        yield [*head, _("Everybody"), total, "", "", "", "", "", ""]
        for line in table.lines:
            yield [*head, monitoring_words(line), _("not shown") if line.count is None else line.count, "", "", "", "", "", ""]
