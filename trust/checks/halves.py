"""The two halves of each rule that takes two people, on rows of the fictional year: who did the first, and a request that does the second.

`ready(row, hand, judge)` makes the row wait, with the first half done by `hand`, for the second by `judge`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

Ready = Callable[[Any, Any, Any], None]


@dataclass(frozen=True)
class Rule:
    """`page` is where the form of the second half lies (its hidden values are taken from there), `act` where it is sent; `{}` is the key.

    `column` names the column of the row (or of the newest of `related`) that says who did the second half. `dear`: its check before
    leaving takes seconds, so that the small size passes over it.
    """

    name: str
    model: str
    where: dict[str, Any]
    ready: Ready
    page: str
    act: str
    column: str
    said: dict[str, Any] = field(default_factory=dict)
    key: str = "pk"
    related: str = ""
    dear: bool = False


def _set(row: Any, **values: Any) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def _edition(row: Any, hand: Any, _judge: Any) -> None:
    _set(row, published_at=None, published_by=None, agreed_at=None, agreed_by=None, agreed_hash="", submitted_by=hand)
    row.writers.set([hand])


def _tables(row: Any, hand: Any, _judge: Any) -> None:
    _set(row, prepared_by=hand, checked_by=hand)
    row.writers.set([hand])


def _goal(row: Any, hand: Any, _judge: Any) -> None:
    _set(row, published_at=None, published_by=None, by=hand)
    _set(row.goal, **({"ended_at": None} if hasattr(row.goal, "ended_at") else {"version": row.goal.version}))


def _answer(row: Any, hand: Any, _judge: Any) -> None:
    from django.apps import apps

    apps.get_model("casework.SignalReview")._base_manager.filter(answer=row).delete()
    _set(row, by=hand)


def _panel(row: Any, hand: Any, _judge: Any) -> None:
    from django.utils import timezone

    _set(
        row,
        state="waiting",
        submitted_at=timezone.now(),
        submitted_by=hand,
        prepared_by=hand,
        agreed_at=None,
        agreed_by=None,
        fingerprint="",
        body=None,
    )
    row.writers.set([hand])


def _bulletin(row: Any, hand: Any, judge: Any) -> None:
    from django.utils import timezone

    cleared = {"cleared_at": None, "cleared_hash": "", "sealed_at": None, "returned_at": None, "returned_why": ""}
    _set(row, author=None, lawyer=judge, submitted_at=timezone.now() - timedelta(days=1), **cleared)
    row.writers.set([hand])


def _wording(row: Any, hand: Any, _judge: Any) -> None:
    _set(row, by=hand, checked_by=None, checked_at=None)


def _medium(row: Any, hand: Any, _judge: Any) -> None:
    _set(row, made_by=hand, checked_by=None, checked_at=None, released_by=None, released_at=None)


def _exemption(row: Any, hand: Any, _judge: Any) -> None:
    _set(row, asked_by=hand)


def _pack_hand(row: Any, hand: Any, _judge: Any) -> None:
    from django.utils import timezone

    row.hands.get_or_create(who=hand, defaults={"first_at": timezone.now()})


def _pack_before(row: Any, hand: Any, _judge: Any) -> None:
    row.reviews.update(by=hand)


def _assessment(row: Any, hand: Any, _judge: Any) -> None:
    _set(row, author=None, signed_at=None, signed_by=None)
    row.writers.set([hand])


def _certificate(row: Any, hand: Any, judge: Any) -> None:
    _set(row, prepared_by=hand, lead=judge, signed_by=None, signed_at=None, record=None, fingerprint="", statement="")
    row.hands.set([hand])


def _report(row: Any, hand: Any, _judge: Any) -> None:
    _set(row, made_by=hand, signed_at=None, signed_by=None, signer_name="")


def _prepared(row: Any, hand: Any, _judge: Any) -> None:
    _set(row, step="prepared", prepared_by=hand, published_by=None, published_at=None, withdrawn_by=None, withdrawn_at=None)


def _made(row: Any, hand: Any, judge: Any) -> None:
    """Another prepared what this one made."""
    _prepared(row, type(hand).objects.exclude(pk__in=[hand.pk, judge.pk]).first(), judge)
    _set(row.report, made_by=hand)


def _comment(row: Any, hand: Any, _judge: Any) -> None:
    row.answers.all().delete()
    _set(row.reviewer, account=hand)


_LOOKED_AT = ["neighbour", "news", "rare", "staff", "young", "needed", "unconnected"]
RULES = (
    Rule("You said, we did: agree", "voice.Edition", {"published_at__isnull": False}, _edition, "/voice/published/{}/",
         "/voice/published/{}/do/agree", "agreed_by", key="entry_id", dear=True),
    Rule("tables: agree", "casework.Edition", {"state": "checked"}, _tables, "/casework/tables/{}/", "/casework/tables/{}/do/agree",
         "agreed_by"),
    Rule("public goal: publish", "casework.GoalVersion", {}, _goal, "/casework/goals/{}/publish/", "/casework/goals/{}/publish/",
         "published_by", key="goal_id"),
    Rule("signal: review the answer", "casework.SignalAnswer", {}, _answer, "/casework/signals/{}/review/", "/casework/signals/{}/review/",
         "by", {"agreed": "yes", "remarks": "It holds."}, key="signal_id", related="casework.SignalReview"),
    Rule("panel's publication: agree", "panels.Publication", {}, _panel, "/panels/publications/{}/",
         "/panels/publications/{}/do/agree", "agreed_by", dear=True),
    Rule("bulletin: clear", "engagement.Bulletin", {"cleared_at__isnull": False}, _bulletin, "/engagement/bulletins/{}/",
         "/engagement/bulletins/{}/clear", "cleared_at"),
    Rule("translation: check", "languages.Wording", {}, _wording, "/languages/in/{}/check/", "/languages/in/{}/check/", "checked_by",
         key="translation_id"),
    Rule("film or reading: confirm", "languages.Rendition", {}, _medium, "/languages/media/{}/confirm", "/languages/media/{}/confirm",
         "checked_by", {"same": "on"}),
    Rule("minimum: agree that an item does not apply", "actions.Exemption", {"agreed__isnull": True}, _exemption,
         "/actions/minimum/not-applicable/{}", "/actions/minimum/not-applicable/{}", "decided_by",
         {"agreed": "yes", "answer": "There is no court there now."}),
    Rule("pack: review what one prepared", "scrutiny.Pack", {"state": "reviewed"}, _pack_hand, "/scrutiny/packs/{}/review",
         "/scrutiny/packs/{}/review", "by", {"cleared": "yes", "checked": _LOOKED_AT}, related="scrutiny.PackReview"),
    Rule("pack: review twice", "scrutiny.Pack", {"state": "reviewed"}, _pack_before, "/scrutiny/packs/{}/review",
         "/scrutiny/packs/{}/review", "by", {"cleared": "yes", "checked": _LOOKED_AT}, related="scrutiny.PackReview"),
    Rule("equality impact assessment: sign", "decisions.Assessment", {"submitted_at__isnull": False}, _assessment,
         "/decisions/assessments/{}/sign", "/decisions/assessments/{}/sign", "signed_by", {"signed_as": "Deputy Chief Crown Prosecutor"}),
    Rule("certificate of assurance: sign", "assurance.Certificate", {}, _certificate, "/assurance/certificates/{}/sign/",
         "/assurance/certificates/{}/sign/", "signed_by", {"statement": "As the entries say."}),
    Rule("Board report: sign", "reports.Report", {}, _report, "/reports/{}/sign", "/reports/{}/sign", "signed_by",
         {"read": "on"}, dear=True),
    Rule("Board report: publish what one prepared", "reports.PublishedReport", {}, _prepared, "/reports/{}/publication",
         "/reports/{}/do/publish", "published_by", key="report_id", dear=True),
    Rule("Board report: publish what one made", "reports.PublishedReport", {}, _made, "/reports/{}/publication", "/reports/{}/do/publish",
         "published_by", key="report_id", dear=True),
    Rule("Board report: answer one's own comment", "reports.Comment", {}, _comment, "/reports/comments/{}/answer",
         "/reports/comments/{}/answer", "by", {"outcome": "accepted", "words": "The figure is explained.", "office": "Head of inclusion"},
         related="reports.Answer"),
)  # fmt: skip
