"""What of a published workbook is kept, and by what the same figures are known again."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from folkmoot.published.survey.figures import Figure, SurveyFile, Whose


def kept_of(file: SurveyFile, organisation: str) -> list[Figure]:
    """The figures of a workbook that are kept: the service's own, the mean of everybody and the median of organisations."""
    name = organisation.casefold()
    return [one for one in file.figures if one.whose is not Whose.ORGANISATION or one.organisation.casefold() == name]


def digest_of(figures: Iterable[Figure]) -> str:
    """SHA-256 of what figures say, wherever they stand in whatever file."""
    said = sorted((*one.key, one.base, one.low, one.high, one.mark) for one in figures)
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def report_of(file: SurveyFile) -> dict[str, object]:
    """What was recognised and what was not, as it is kept with the load."""
    sheets = [asdict(sheet) | {"kind": sheet.kind.value} for sheet in file.sheets]
    remarks = [
        {"said": one.said.value, "sheet": one.place.sheet, "row": one.place.row, "column": one.place.column, "what": list(one.what),
         "count": one.count}
        for one in file.remarks
    ]  # fmt: skip
    return {"kind": file.kind, "sheets": sheets, "remarks": remarks, "organisations": len(file.organisations), "read": len(file.figures)}
