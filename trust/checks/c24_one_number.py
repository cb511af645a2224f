"""Check 24: a published number is the same wherever it stands: pages, files, pictures, sentences, open data, and the report's formats."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any
from unittest import mock

from trust.checks.in_process import begin, client
from trust.checks.said_numbers import NUMBER, Row, Tables, csv_rows, docx_tables, numbers, ods_sheets, of_row, pdf_text
from trust.figures import Figure, Size, check, control

RATE = re.compile(rf"({NUMBER.pattern})% \(({NUMBER.pattern}) to ({NUMBER.pattern})\)")
COUNTS = re.compile(rf"({NUMBER.pattern})% \(({NUMBER.pattern}) of ({NUMBER.pattern})\)")
INNER = (  # files of one table in several endings
    "/workforce/declaration/table", "/workforce/representation/table", "/engagement/reach/grid", "/actions/file", "/export/communities",
    "/export/organisations", "/export/activities", "/export/points",
)  # fmt: skip
Lines = list[list[Any]]


@check(
    24, "A published number is the same on every page, in every file, picture and sentence, and in the open data that say it",
    target="0 mismatches of screen, CSV, ODS, picture, sentence, API, PDF, second reading",
)  # fmt: skip
def one_number(size: Size) -> Figure:
    begin()
    return _measured(size)


@control(24, "the open data round each number anew")
def rounded(size: Size) -> Figure:
    begin()
    from folkmoot.site.open_data import rows

    with mock.patch.object(rows, "_number", lambda cell: None if isinstance(cell, str) else round(cell / 5) * 5):
        return _measured(Size.GATE)


@control(24, "the Word document writes every 7 as a 1")
def misprinted(size: Size) -> Figure:
    begin()
    from folkmoot.reports.formats import word

    with mock.patch.object(word, "storable", lambda text: text.replace("7", "1")):
        return _measured(Size.GATE)


@control(24, "the workbooks of tables leave a row out and repeat another")
def shifted(size: Size) -> Figure:
    begin()
    from folkmoot.casework.tables import files

    rows = files.rows_of
    with mock.patch.object(files, "rows_of", lambda grid: [rows(grid)[0], *rows(grid)[:-1]]):
        return _measured(Size.GATE)


def _measured(size: Size) -> Figure:
    made, tried, wrong, found = client(), Counter[str](), 0, list[str]()
    for carrier, place, said, meant in _carried(made, size):
        tried[carrier] += max(len(meant), len(said))
        wrong += sum(one != other for one, other in zip_longest(said, meant))
        found += [f"{place}, {carrier}: {_first_other(said, meant)}"] if said != meant else []
    return Figure(wrong, tried.total(), "numbers beside each other", dict(tried), tuple(found), 8000 if size is Size.WHOLE else 2000)


def _first_other(said: list[Any], meant: list[Any]) -> str:
    shorter = min(len(said), len(meant))
    at = next((place for place in range(shorter) if said[place] != meant[place]), shorter)
    one, other = ([str(each) for each in each_of[at : at + 3]] for each_of in (said, meant))
    return f"{one} for {other}, {len(said)} beside {len(meant)}"


def _carried(made: Any, size: Size) -> Iterator[tuple[str, str, list[Any], list[Any]]]:
    """Each carrier of a table or of a report: its name, where, what it says, what it should say."""
    page = made.get("/fairness/").content.decode()
    slugs = sorted(set(re.findall(r'href="/fairness/([\w-]+)/(?:\?[^"]*)?"', page)) - {"goals", "register"})
    cells_json, cells_csv = _open_cells(made), _open_rows(made)
    for slug in slugs:
        for carrier, place, said, meant in _of_edition(made, slug, cells_json, cells_csv):
            yield carrier, f"{slug}, {place}", said, meant
    for table in INNER:
        yield from _of_endings(made, table)
    for report, language in _reports(size):
        yield from _of_report(report, language)


def _of_edition(made: Any, slug: str, cells_json: list[Any], cells_csv: list[Row]) -> Iterator[tuple[str, str, list[Any], list[Any]]]:
    address = f"/fairness/{slug}/"
    english, welsh = (made.get(f"{address}?version={version}").content.decode() for version in ("en", "cy"))
    again = made.get(f"{address}?version=en").content.decode()
    shown, shown_welsh = Tables(english), Tables(welsh)
    files = sorted(set(re.findall(rf'href="({address}[\d.]+/table-\d+\.csv)"', english)))
    workbook = ods_sheets(_bytes(made, re.sub(r"table-\d+\.csv", "tables.ods", files[0]))) if files else {}
    for number, file in enumerate(files, 1):
        truth = csv_rows(_bytes(made, file))
        key = f"{slug}-{file.split('/')[-2]}-{number}"
        named = _names(truth)
        meant = _lines(truth[1:], named)
        flat, where = _flat(meant), f"table {number}"
        yield "page", where, _flat(_lines(shown.found[number - 1], named)), flat
        yield "page in Welsh", where, _flat(_lines(shown_welsh.found[number - 1], named)), flat
        yield "page read again", where, _flat(_lines(Tables(again).found[number - 1], named)), flat
        yield "workbook", where, _flat(_lines(workbook[f"Table {number}"][1:], named)), flat
        yield "open data, JSON", where, _valued(str(each["value"]) for each in cells_json if each["table"] == key), flat
        column = {name: place for place, name in enumerate(cells_csv[0])}
        of_table = (row[column["value"]] for row in cells_csv[1:] if row[column["table"]] == key)
        yield "open data, CSV", where, _valued(of_table), flat
        yield from _in_words(where, english, shown, truth, named)


def _in_words(where: str, page: str, shown: Tables, truth: list[Row], named: int) -> Iterator[tuple[str, str, list[Any], list[Any]]]:
    """Pictures and sentences say some of a table: each rate with its interval, each count of a count, is that of a row."""
    if truth[0][named : named + 3] != ["At risk", "With the outcome", "Rate (%)"]:
        return
    rates, counts = [], set()
    for row in truth[1:]:
        at_risk, had, rate, low, high = (numbers(cell) for cell in row[named : named + 5])
        if rate and low and high:
            rates.append((*rate, *low, *high))
        if rate and had and at_risk:
            counts.add((*rate, *had, *at_risk))
    for drawn in shown.drawn:
        said = [tuple(number for part in found for number in numbers(part)) for found in RATE.findall(" ".join(drawn))]
        if said:
            yield "picture", where, said, [rate for rate in rates if rate in said]
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    told = [tuple(number for part in found for number in numbers(part)) for found in COUNTS.findall(plain)]
    yield "sentence", where, [each for each in told if each not in counts], []
    yield "sentence", where, told, told


def _of_endings(made: Any, table: str) -> Iterator[tuple[str, str, list[Any], list[Any]]]:
    """One table as CSV and as a workbook: the same numbers, row by row."""
    one, other = (made.get(f"{table}.{ending}") for ending in ("csv", "ods"))
    if one.status_code != 200 or other.status_code != 200:
        yield "inner file", table, [one.status_code, other.status_code], [200, 200]
        return
    whole = csv_rows(_body(one))
    sheets = {name: rows for name, rows in ods_sheets(_body(other)).items() if set(rows[0]) <= set(whole[0])}  # the others explain
    for name, rows in sheets.items():
        flat = whole if whole[0][0] != "Table" else [whole[0], *(row for row in whole[1:] if row[0] == name)]
        places = [flat[0].index(heading) for heading in rows[0]]
        meant = [of_row([row[place] for place in places], 0) for row in flat[1:]]
        yield "inner file", f"{table}, {name}", _flat(_lines(rows[1:], 0)), _flat(meant)
    yield "inner file", table, [bool(sheets)], [True]


def _reports(size: Size) -> Iterator[tuple[Any, str]]:
    from folkmoot.reports.models import Report

    kept = list(Report.objects.order_by("-pk"))
    whole = size is Size.WHOLE
    yield from ((report, language) for report in (kept if whole else kept[:1]) for language in (("en", "cy") if whole else ("en",)))


def _of_report(report: Any, language: str) -> Iterator[tuple[str, str, list[Any], list[Any]]]:
    """The Board report's tables, in Word and in the workbook as on the page; and every number of the page stands in the PDF file."""
    from folkmoot.reports.rendering import rendered

    of: Callable[[str], bytes] = lambda kind: rendered(report, kind=kind, language=language)  # noqa: E731
    page = of("html").decode()
    where = f"Board report {report.pk}, {language}"
    meant = [_flat(_lines(table, 0)) for table in Tables(page).found]
    in_word = [_flat(_lines(table[1:], 0)) for table in docx_tables(of("docx"))]
    yield "Word document", where, [n for table in in_word for n in table], [n for table in meant for n in table]
    sheets = [_flat(_lines(rows[1:], 0)) for rows in ods_sheets(of("ods")).values()]
    for number, table in enumerate(each for each in meant if each):
        yield "report's workbook", f"{where}, table {number + 1}", table if table in sheets else [], table
    printed = Counter(numbers(pdf_text(of("pdf"))))
    missing = Counter(n for table in meant for n in table) - printed
    yield "PDF file", where, sorted(missing.elements()), []
    yield "PDF file", where, [n for table in meant for n in table], [n for table in meant for n in table]


def _names(rows: list[Row]) -> int:
    """How many cells name a row: those before the first column of numbers."""
    return next(place for place in range(len(rows[0])) if any(NUMBER.fullmatch(row[place]) for row in rows[1:]))


def _lines(rows: list[Row], named: int) -> Lines:
    return [of_row(row, named) for row in rows]


def _flat(lines: Lines) -> list[Any]:
    return [number for line in lines for number in line]


def _valued(texts: Any) -> list[Any]:
    return [number for text in texts for number in numbers(text)]


def _open_cells(made: Any) -> list[Any]:
    found, address = [], "/open/v1/cells"
    while address:
        answer = made.get(address).json()
        found += answer["items"]
        address = (answer["next"] or "").removeprefix("http://testserver")
    return found


def _open_rows(made: Any) -> list[Row]:
    found, address = list[Row](), "/open/v1/cells?format=csv"
    while address:
        answer = made.get(address)
        found += csv_rows(answer.content)[bool(found) :]
        following = re.search(r'<http://testserver([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        address = following[1] if following else ""
    return found


def _bytes(made: Any, address: str) -> bytes:
    return _body(made.get(address))


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
