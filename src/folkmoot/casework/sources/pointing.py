"""Where in a file it is that it cannot be counted: which sheet was read, which row does not fit.

The file is opened in a process of its own.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from folkmoot.casework.process import CannotCount
from folkmoot.casework.sources.columns import Column
from folkmoot.engines.files import alike
from folkmoot.foundation.tables.reading import read_top
from folkmoot.foundation.tables.table import Limits, Row, TableError, Top

_WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsb", ".xlsm", ".ods"})
_COLUMNS = 300
_WHOLE = re.compile(r"[0-9]*(?:\.0*)?")


def pointed_out(error: CannotCount, path: Path, count: Column | None = None) -> CannotCount:
    """The same error with the file, and the sheet or the row that it is about, as far as they can be found.

    `count`: the column that says how many people a row stands for.
    """
    try:
        top = read_top(path, name=path.name, rows=Limits().rows, columns=_COLUMNS, chars=40)
    except TableError:
        return error
    held = [row for row in top.rows if any(map(str.strip, row.values))]
    sheet = _of_sheets(top) if path.suffix.lower() in _WORKBOOKS else ""
    row = _no_number(held, count) or ("" if sheet else _of_another_length(held))
    what = error.what if path.name in error.what else f"{path.name}: {error.what}"
    return CannotCount(what, " ".join(part for part in (error.why, sheet, row) if part), error.do)


def _of_sheets(top: Top) -> str:
    others = [name for name in top.sheets if name != top.sheet]
    if not others:
        return _("The sheet “%(sheet)s” was read.") % {"sheet": top.sheet}
    words = _("The sheet “%(sheet)s” was read; the file also has: %(others)s. Put the sheet with the data first.")
    return words % {"sheet": top.sheet, "others": ", ".join(others)}


def _no_number(held: Sequence[Row], count: Column | None) -> str:
    """The first row whose number of people is none. What stands there is not said: it may be anything."""
    if count is None or not held:
        return ""
    place = next((place for place, heading in enumerate(held[0].values) if alike(heading, count.heading)), None)
    if place is None:
        return ""
    odd = next((row for row in held[1:] if place < len(row.values) and not _WHOLE.fullmatch(row.values[place].strip())), None)
    words = _("The first is in row %(row)s, column “%(column)s”.")
    return words % {"row": odd.number, "column": count.heading} if odd else ""


def _of_another_length(held: Sequence[Row]) -> str:
    """The first row that is longer or shorter than most."""
    if len(held) < 3:
        return ""
    usual = Counter(len(row.values) for row in held).most_common(1)[0][0]
    odd = next((row for row in held if len(row.values) != usual), None)
    if odd is None:
        return ""
    words = _("Row %(row)s has %(cells)s cells, where the others have %(usual)s: a separator is missing or one too many.")
    return words % {"row": odd.number, "cells": len(odd.values), "usual": usual}
