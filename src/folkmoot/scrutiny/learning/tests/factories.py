"""Cases that were before an invented panel, and what it learned. Draw and pack stand as rows; their own rooms test them."""

from datetime import date, datetime, timedelta

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.recommendations.tests.factories import called, meeting, panel
from folkmoot.scrutiny.draws.models import Draw, DrawnCase
from folkmoot.scrutiny.frames.models import Frame, FrameCase
from folkmoot.scrutiny.identities.models import CaseIdentity
from folkmoot.scrutiny.learning import operations
from folkmoot.scrutiny.learning.models import LearningPoint, LearningReply
from folkmoot.scrutiny.packs.models import Pack

__all__ = ["called", "draw", "frame", "learned", "meeting", "pack", "packs", "panel", "replied"]

WORDS = "A statement of the victim was taken only after the plea hearing."


def frame(of: Meeting, *, cases: int = 12) -> Frame:
    """A list with eligible cases C-001 and so on, numbered on for each list."""
    kept = Frame.objects.create(
        panel=of.panel, title="Hate crime finalised in the autumn", source="Case system", file_name="list.csv", file_sha256="ab" * 32,
        brought_in_at=NOW,
    )  # fmt: skip
    for number in range(1, cases + 1):
        identity = CaseIdentity.objects.create(area=of.panel.area, mark=f"{kept.pk:032}{number:032}", kept_at=NOW, erased_at=NOW)
        FrameCase.objects.create(
            frame=kept, identity=identity, pseudonym=f"C-{number:03}", row=number + 1, binding=f"{number:064}", stratum="Race"
        )
    return kept


def draw(of: Meeting, *, cases: int = 6, at: datetime = NOW, **over: object) -> Draw:
    """A draw for a meeting with so many cases, each with a pack that members read."""
    given: dict[str, object] = {
        "title": "Six cases of the autumn", "method": "random", "state": "drawn", "commitment": "c" * 64, "seed": "d" * 64,
        "fingerprint": "e" * 64, "closing": "f" * 64, "opened_at": at, "opens_until": at,
    }  # fmt: skip
    made = Draw.objects.create(
        frame=frame(of),
        panel=of.panel,
        meeting=of,
        committed_at=at,
        drawn_at=at,
        receipt={"cases": cases},
        prepared_at=at,
        **(given | over),
    )
    for number, case in enumerate(made.frame.cases.order_by("pseudonym")[:cases], start=1):
        drawn = DrawnCase.objects.create(draw=made, case=case, order=number, how="random", ticket=f"{number:064}")
        Pack.objects.create(
            drawn=drawn,
            state="released",
            title="a neighbour dispute",
            strand="race",
            begun_at=at,
            released_at=at,
            expires_at=at + timedelta(30),
        )
    return made


def packs(of: Draw) -> list[Pack]:
    """The packs of a draw in order."""
    return list(Pack.objects.filter(drawn__draw=of).order_by("drawn__order"))


def pack(of: Meeting | None = None) -> Pack:
    return packs(draw(of or meeting()))[0]


def learned(of: Meeting | None = None, by: Viewer | None = None, *, at: datetime = NOW, **over: object) -> LearningPoint:
    """Something learned at a meeting, from a case where one is given."""
    given: dict[str, object] = {
        "kind": "learning", "words_en": WORDS, "theme": "personal-statement", "audiences": ["staff", "system"], "to": "unit",
        "to_whom": "Magistrates’ court unit",
    }  # fmt: skip
    return operations.learn(by=by or icem(), at=at, meeting=of or meeting(), **(given | over))  # type: ignore[arg-type]


def replied(point: LearningPoint, by: Viewer | None = None, *, at: datetime = NOW, **over: object) -> LearningReply:
    who = by or icem()
    given = {
        "outcome": "will_act", "words_en": "We will ask for it with the first letter.", "from_whom": "Head of the unit",
        "owner": Account.objects.get(pk=who.account_id), "due": date(2026, 6, 1),
    }  # fmt: skip
    return operations.reply(by=who, at=at, point=point, **(given | over))  # type: ignore[arg-type]
