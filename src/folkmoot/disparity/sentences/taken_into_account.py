"""What was taken into account: the model, comparisons within strata, and the parts of a difference. Parts go with, they do not cause."""

from folkmoot.disparity import figures as f
from folkmoot.disparity.sentences.groups import Part, controls_of, differences
from folkmoot.disparity.words import Sentence, Value, gettext_noop

MODEL = gettext_noop("The adjusted figures come from a model of %(cases)s records that takes account of %(controls)s.")
NO_MODEL = gettext_noop("No model could be fitted for %(by)s, so nothing can be said after taking account of %(controls)s.")
LEFT_OUT = gettext_noop("%(rows)s records at risk are not in the model: %(reason)s.")
CLUSTERS = gettext_noop("Records with the same %(column)s are not taken to be independent of one another (%(number)s of them).")
NOT_ADJUSTED = gettext_noop("No figure here takes account of %(controls)s.")
STRATUM = gettext_noop(
    "%(group)s, compared within the same %(by)s (%(strata)s strata): pooled odds ratio %(ratio)s, p %(p)s; p of its being the same in all"
    " strata %(same)s."
)
PART = gettext_noop("%(effect)s points go with differences in %(factor)s")
REST = gettext_noop("%(effect)s points remain between records alike in all of these")
PARTS = gettext_noop("Of the %(whole)s percentage points between %(group)s and %(reference)s: %(parts)s.")


def about_model(table: Part, document: Part) -> list[Sentence]:
    """Nothing where no adjustment was asked for."""
    model = table["model"]
    asked = ", ".join(control["column"] for control in document["specification"]["adjust"])
    if model is None:
        return [Sentence(NOT_ADJUSTED, {"controls": asked})] if asked else []
    said = [Sentence(MODEL, {"cases": f.counted(model["cases"]), "controls": controls_of(table)})]
    if model["cases"] is None:
        said = [Sentence(NO_MODEL, {"by": table["name"], "controls": controls_of(table)})]
    said += [Sentence(LEFT_OUT, {"rows": f.counted(one["rows"]), "reason": Sentence(one["reason"])}) for one in model["left_out"]]
    if model["clusters"]:
        clusters = model["clusters"]
        said.append(Sentence(CLUSTERS, {"column": clusters["column"], "number": f.counted(clusters["number"])}))
    return said + [Sentence(note) for note in model["notes"]]


def about_strata(table: Part) -> list[Sentence]:
    """Of the groups that differ; the others stand in the table."""
    return [_stratum(one) for one in _of_differences(table["stratified"], table)]


def _of_differences(pieces: list[Part] | None, table: Part) -> list[Part]:
    names = {group["group"] for group in differences(table)}
    return [one for one in pieces or () if one["group"] in names]


def _stratum(one: Part) -> Sentence:
    values: dict[str, Value] = {
        "group": one["group"], "by": one["by"], "strata": f.counted(one["strata"]),
        "ratio": f.ratio_with(one["odds_ratio"], one["odds_ratio_ci"]), "p": f.p_value(one["p_value"]),
        "same": f.p_value(one["homogeneity_p"]),
    }  # fmt: skip
    return Sentence(STRATUM, values)


def about_parts(table: Part) -> list[Sentence]:
    """The decomposition of each difference, and once what has to be known to read it."""
    found = _of_differences(table["decomposition"], table)
    notes = dict.fromkeys(note for one in found for note in one["notes"])
    return [*(_parts(one, table) for one in found), *(Sentence(note) for note in notes)]


def _parts(one: Part, table: Part) -> Sentence:
    parts = [Sentence(PART, {"effect": f.points(part["effect"]), "factor": part["factor"]}) for part in one["parts"]]
    rest = Sentence(REST, {"effect": f.points(one["rate_effect"])})
    reference = table["reference"] or f.NOT_DEFINED
    return Sentence(PARTS, {"whole": f.points(one["difference"]), "group": one["group"], "reference": reference, "parts": [*parts, rest]})
