"""Benchmarks and organisations' scores without groups: a table of years, or one row for each organisation."""

from folkmoot.published.survey.catalogue import folded, item_of, plain, question_of
from folkmoot.published.survey.cells import are_fractions, decimals_of, usual_decimals
from folkmoot.published.survey.collecting import RATE, Base, Found, Owner, whose_of
from folkmoot.published.survey.figures import Place, Said, Whose
from folkmoot.published.survey.grids import Grid, below, cell, year_of_heading

_LEAST = 3


def years_of(grid: Grid) -> tuple[int, dict[int, int]] | None:
    """The row of the headings and the years by column, for a table of one score a row and one year a column."""
    for row, cells in grid.head:
        years = {at: year for at, text in enumerate(cells) if (year := year_of_heading(text)) and text.strip()[4:].strip() in ("", ".0")}
        if len(years) >= _LEAST and folded(cell(cells, 0)) == "measure":
            return row, years
    return None


def read_series(grid: Grid, found: Found, name: str) -> None:
    """Take the mean of all civil servants or the median of organisations, year by year. Raises SurveyError."""
    headed = years_of(grid)
    if headed is None:
        return
    row, years = headed
    median = "median" in folded(f"{grid.title} {grid.sheet}") or ("mean" not in folded(grid.title) and "median" in name.casefold())
    rows = list(below(grid, row))
    texts = [[cell(cells, at) for at in years] for _, cells in rows]
    fraction = are_fractions(text for said in texts for text in said)
    if fraction:
        found.say(Said.FRACTIONS, Place(grid.sheet))
    usual, questions = usual_decimals(texts), []
    for number, cells in rows:
        heading = f"{cell(cells, 0)}. {cell(cells, 1)}"  # the code, then the words that say which answer was counted
        item = item_of(heading)
        if item is None:
            questions += [question] if (question := question_of(heading)) else []
            continue
        for at, year in years.items():
            owner = Owner(year, Whose.MEDIAN if median else Whose.MEAN)
            found.take(owner, item, cell(cells, at), Base(), decimals=usual, fraction=fraction, place=grid.place(number, at, str(year)))
    if questions:
        found.say(Said.QUESTIONS_NOT_KEPT, Place(grid.sheet), questions[0], questions[-1], count=len(questions))


def two_rows_of(grid: Grid) -> tuple[int, tuple[str, ...]] | None:
    """Headings in two rows, as in 2019: themes above, questions below. The lower row's words stand, else the upper's."""
    for (_, upper), (row, lower) in zip(grid.head, grid.head[1:], strict=False):
        width = max(len(upper), len(lower))
        joined = tuple(cell(lower, at) if cell(lower, at).strip() else cell(upper, at) for at in range(width))
        scores = sum(1 for text in joined if item_of(text) or question_of(text))
        if folded(cell(upper, 0)) == "organisation" and not cell(lower, 0).strip() and scores >= _LEAST:
            return row, joined
    return None


def read_two_rows(grid: Grid, found: Found, year: int) -> None:
    """Take the scores of a sheet of organisations whose headings stand in two rows. Raises SurveyError."""
    headed = two_rows_of(grid)
    if headed is None:
        return
    row, headings = headed
    scores = found.take_columns(grid, headings, range(1, len(headings)))
    rows = [(number, cells) for number, cells in below(grid, row) if any(cell(cells, at).strip() for at in scores)]
    texts = [[cell(cells, at) for at in scores] for _, cells in rows]
    fraction, usual = (
        are_fractions(cell(cells, at) for _, cells in rows for at, item in scores.items() if item != RATE),
        usual_decimals(texts),
    )
    if fraction:
        found.say(Said.FRACTIONS, Place(grid.sheet))
    for (number, cells), said in zip(rows, texts, strict=True):
        name = plain(cell(cells, 0))
        whose = whose_of("", name)
        owner = Owner(year, whose, name if whose is Whose.ORGANISATION else "")
        decimals = max(usual, max(map(decimals_of, said), default=0))
        for at, item in scores.items():
            found.take(
                owner, item, cell(cells, at), Base(), decimals=decimals, fraction=fraction, place=grid.place(number, at, headings[at])
            )
