"""The page on which minutes are written while meeting: one form of every item, of which each button saves all that was typed.

Each item is shown with a mark of the words that stood there. On saving, an item whose words this person did not touch is left alone;
one that somebody else changed meanwhile is shown again with both texts, and what was typed stays in its box. Nothing needs script.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.agenda.operations import write_minutes, write_opening
from folkmoot.panels.agenda.queries import agenda, minutes_of
from folkmoot.panels.agenda.rules import plain, seen_mark
from folkmoot.panels.meetings.models import Meeting

LONGEST = 20_000  # characters in one box
OPENING = "opening"


@dataclass
class Box:
    """One item as it stands in the form. `theirs`: what somebody else saved meanwhile, words and outcome; `problem`: why it was refused."""

    key: str
    item: Item | None
    words: str
    outcome: str = ""
    unfinished: bool = False
    seen: str = ""
    starts: datetime | None = None
    theirs: tuple[str, str] | None = None
    problem: str = ""

    @property
    def wrong(self) -> bool:
        return self.theirs is not None or bool(self.problem)


@dataclass
class Written:
    """The form after it was sent. `lost`: what was typed for items that somebody else took off meanwhile, with their titles."""

    boxes: list[Box]
    saved: int = 0
    lost: list[tuple[str, str]] = field(default_factory=list)

    @property
    def wrong(self) -> list[Box]:
        return [box for box in self.boxes if box.wrong]

    @property
    def whole(self) -> bool:
        return not self.wrong and not self.lost


def boxes_of(meeting: Meeting) -> list[Box]:
    """The form as it is first shown: what stands before the first item, then every item in order."""
    minutes = minutes_of(meeting)
    opening = minutes.opening if minutes else ""
    boxes = [Box(OPENING, None, opening, seen=seen_mark(opening, "", "False"))]
    for line in agenda(meeting):
        item = line.item
        boxes.append(Box(str(item.pk), item, item.words, item.outcome, item.unfinished, _mark_of(item), line.starts))
    return boxes


def save(*, by: Viewer, at: datetime, meeting: Meeting, sent: QueryDict) -> Written:
    """Save every box this person changed; what cannot be saved stays in its box with the reason."""
    written = Written(boxes_of(meeting))
    for box in written.boxes:
        if f"seen_{box.key}" in sent:
            written.saved += _save_box(by, at, meeting, box, sent)
    written.lost = _lost(written.boxes, sent)
    return written


def _save_box(by: Viewer, at: datetime, meeting: Meeting, box: Box, sent: QueryDict) -> bool:
    words, outcome, unfinished = _typed(box.key, sent)
    typed, stored = seen_mark(words, outcome, str(unfinished)), box.seen
    if typed in (stored, sent[f"seen_{box.key}"]):
        return False
    theirs = (box.words, box.outcome)
    box.words, box.outcome, box.unfinished = words, outcome, unfinished
    if sent[f"seen_{box.key}"] != stored:
        box.theirs = theirs
        return False
    try:
        return _write(by, at, meeting, box)
    except ChangedMeanwhile:
        _met_another(meeting, box)
    except Refused as refused:
        box.problem = str(refused)
    return False


def _write(by: Viewer, at: datetime, meeting: Meeting, box: Box) -> bool:
    if max(len(box.words), len(box.outcome)) > LONGEST:
        raise Refused({"": [_("One item holds at most 20,000 characters. Divide it, or put the rest into a paper.")]})
    if box.item is None:
        changed = write_opening(by=by, at=at, meeting=meeting, opening=box.words)
    else:
        changed = write_minutes(
            by=by, at=at, item=box.item, words=box.words, outcome=box.outcome, unfinished=box.unfinished, seen_version=box.item.version
        )  # fmt: skip
    box.seen = seen_mark(box.words, box.outcome, str(box.unfinished))
    return bool(changed)


def _met_another(meeting: Meeting, box: Box) -> None:
    """Somebody saved the same item in the moment between reading and writing: show theirs, keep what was typed."""
    now = next(each for each in boxes_of(meeting) if each.key == box.key)
    box.theirs, box.seen = (now.words, now.outcome), now.seen


def _typed(key: str, sent: QueryDict) -> tuple[str, str, bool]:
    return plain(sent.get(f"words_{key}", "")), plain(sent.get(f"outcome_{key}", "")), f"unfinished_{key}" in sent


def _lost(boxes: list[Box], sent: QueryDict) -> list[tuple[str, str]]:
    shown = {box.key for box in boxes}
    keys = [name.removeprefix("seen_") for name in sent if name.startswith("seen_") and name.removeprefix("seen_") not in shown]
    titles = dict(Item.objects.filter(pk__in=[key for key in keys if key.isdecimal()]).values_list("pk", "title_en"))
    found = []
    for key in keys:
        words, outcome, unfinished = _typed(key, sent)
        if seen_mark(words, outcome, str(unfinished)) != sent[f"seen_{key}"] and (words or outcome):
            found.append((titles.get(int(key), "") if key.isdecimal() else "", "\n\n".join(part for part in (words, outcome) if part)))
    return found


def _mark_of(item: Item) -> str:
    return seen_mark(item.words, item.outcome, str(item.unfinished))
