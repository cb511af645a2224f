"""Two editors of one form: whoever saves second is shown both versions, and nothing is overwritten unseen."""

from itertools import chain
from unittest import mock

from trust.checks.editing import Told, still_changeable, try_form
from trust.checks.in_process import begin, client, every_opened, harvested, routes
from trust.figures import Figure, Size, check, control

GATE = (
    "actions:change", "stakeholders:change", "stakeholders:change_person", "communities:change", "engagement:change", "panels:change",
    "decisions:change", "voice:change", "actions:plan_change", "workforce:change_unit", "strategy:change_trend", "voice:issue-change",
)  # fmt: skip
STARTS = ["/", "/public/", "/my-panel/"]


def _measured(size: Size, *, pages: int = 1500) -> Figure:
    made = client()
    known = harvested(made, STARTS, most_pages=pages) if size is Size.WHOLE else {}
    asked = [each for each in routes() if size is Size.WHOLE or each.name in GATE]
    asked = [each for each in asked if "<" in each.path]
    told: list[Told] = []
    for each in asked:
        found = [known[each.name]] if each.name in known else []
        address = still_changeable(made, chain(found, every_opened(made, each)))
        if address:
            told.append(try_form(made, each.name, address))
    edited = [each for each in told if each.edits]
    wrong = tuple(f"{each.route}: {each.wrong}" for each in edited if each.wrong)
    left = sorted(f"{each.route}: {each.not_driven}" for each in told if each.not_driven)
    more = {"pages opened": len(told), "forms that could not be driven": len(left), "why": left}
    return Figure(len(wrong), len(edited), "editing forms", more, wrong, least=40 if size is Size.WHOLE else 8)


@check(13, "Of two editors of one form neither overwrites the other unseen: both versions are shown, and nothing typed is lost",
       target="0 silent overwrites of M editing forms", part="a")  # fmt: skip
def lost_updates(size: Size) -> Figure:
    begin()
    return _measured(size)


@control("13a", "the version that a form carries is not looked at")
def no_version(size: Size) -> Figure:
    begin()
    from folkmoot.webkit.forms import GovukForm

    plain = GovukForm.full_clean

    def clean(form: GovukForm) -> None:
        plain(form)
        if getattr(form, "cleaned_data", {}).get("version") is not None:
            form.cleaned_data["version"] = form.initial.get("version")

    with mock.patch.object(GovukForm, "full_clean", clean):
        return _measured(Size.GATE)


@control("13a", "a stale form is refused without showing what is kept now")
def not_shown(size: Size) -> Figure:
    begin()
    from folkmoot.webkit.forms import GovukForm

    with mock.patch.object(GovukForm, "compare_versions", return_value=False):
        return _measured(Size.GATE)
