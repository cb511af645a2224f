"""What a film, a reading or a large-print file must come with, when its transcript is too thin, and what may be done with it next.

No database, no clock.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.languages.media.kinds import DOCUMENT, FILM, SOUND, FileKind
from folkmoot.languages.shapes import ENGLISH, WELSH

MOST_BYTES = 100 * 1024 * 1024
MOST_DOCUMENT_BYTES = 25 * 1024 * 1024
MOST_SECONDS = 2 * 60 * 60
MOST_LETTERS = 100_000
FEWEST_A_MINUTE = 20  # words; people speak some 120 to 150 a minute, so that fewer than 20 is a summary rather than a transcript
SILENT = "none"
_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_AWAY = re.compile(
    r"\b(?:see|watch|view|listen|hear|refer)\b.*\b(?:video|film|clip|recording|audio|sound|file|link|above|below|attach\w*)\b",
    re.IGNORECASE | re.DOTALL,
)
_MOST_WORDS_AWAY = 12
_NOTHING = frozenset({"", "na", "n a", "none", "nil", "tbc", "to follow", "transcript", "transcript to follow", "no transcript"})


class Sort(StrEnum):
    BSL = "bsl"
    AUDIO = "audio"
    LARGE = "large_print"


class State(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.WAITING, "confirmed by a second person", State.CONFIRMED),
    (State.WAITING, "sent back, with the reason", State.RETURNED),
    (State.CONFIRMED, "sent back, with the reason", State.RETURNED),
    (State.CONFIRMED, "released by an office", State.RELEASED),
    (State.RELEASED, "withdrawn, with the reason", State.WITHDRAWN),
    (State.WAITING, "removed for good, with the reason", State.REMOVED),
    (State.CONFIRMED, "removed for good, with the reason", State.REMOVED),
    (State.RETURNED, "removed for good, with the reason", State.REMOVED),
    (State.WITHDRAWN, "removed for good, with the reason", State.REMOVED),
)
HOLDS = {Sort.BSL: FILM, Sort.AUDIO: SOUND, Sort.LARGE: DOCUMENT}


@dataclass(frozen=True)
class Said:
    """What a person says of a file. `language`: of its words or its transcript; `sound`: of what is heard, "none" for a silent film.

    `length` as minutes and seconds; `performer`: who signed or spoke; `agreed_on` and `agreed_how`: their consent to be published.
    """

    sort: str
    language: str
    sound: str = ""
    length: str = ""
    transcript: str = ""
    short_why: str = ""
    performer: str = ""
    agreed_on: date | None = None
    agreed_how: str = ""

    @property
    def recorded(self) -> bool:
        return self.sort in (Sort.BSL, Sort.AUDIO)


@dataclass(frozen=True)
class Looked:
    """What was seen in the file itself: `kind` None for none that is kept, `seconds` by its own account, `problem` why it may not leave."""

    kind: FileKind | None
    size: int
    seconds: float | None = None
    problem: str = ""


def state_of(*, confirmed: bool, returned: bool, released: bool, withdrawn: bool, removed: bool) -> State:
    """The state that follows from what was recorded; the last step counts."""
    steps = ((removed, State.REMOVED), (withdrawn, State.WITHDRAWN), (released, State.RELEASED), (returned, State.RETURNED))
    return next((state for done, state in steps if done), State.CONFIRMED if confirmed else State.WAITING)


def may_go(before: State, after: State) -> bool:
    return any((start, end) == (before, after) for start, _cause, end in TRANSITIONS)


def going_problem(before: State, after: State) -> str:
    """Why this may not be done now; empty where it may."""
    if may_go(before, after):
        return ""
    return {
        State.CONFIRMED: _("Only what waits for a second person can be confirmed. Open it again, and see where it stands."),
        State.RETURNED: _("Only what is not released yet can be sent back. Withdraw what is released."),
        State.RELEASED: _("Only what a second person has confirmed can be released. Have it looked through first."),
        State.WITHDRAWN: _("Only what is released can be withdrawn."),
        State.REMOVED: _("What is released cannot be removed, and what was removed is gone. Withdraw it first, with the reason."),
    }[after]


def seconds_in(length: str) -> int | None:
    """Seconds in “3:25” or “1:03:25”; None where it says no length, or none from one second to two hours."""
    found = _LENGTH.fullmatch(length.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(each or 0) for each in found.groups())
    whole = hours * 3600 + minutes * 60 + seconds
    return whole if 0 < whole <= MOST_SECONDS else None


def length_in_words(seconds: int) -> str:
    """“3:25”, as players show it."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def words_in(text: str) -> int:
    return len(_WORD.findall(text))


def words_a_minute(text: str, seconds: int) -> float:
    return words_in(text) * 60 / seconds


def points_away(transcript: str) -> bool:
    """Whether it says only where the words are, or nothing: “See video”, “n/a”, “Transcript to follow”."""
    bare = " ".join(_WORD.findall(transcript.casefold()))
    return bare in _NOTHING or (words_in(transcript) <= _MOST_WORDS_AWAY and _AWAY.search(transcript) is not None)


def transcript_problems(transcript: str, seconds: int | None, short_why: str) -> dict[str, list[str]]:
    """What is wrong with a transcript, by field; a thin one is asked about, and kept where somebody says why it is so short."""
    if not transcript.strip():
        return {"transcript": [_("Write down what is said or signed in it. Without a transcript it cannot be published.")]}
    if len(transcript) > MOST_LETTERS:
        return {"transcript": [_("The transcript has more than %(most)d letters. Make two recordings of it.") % {"most": MOST_LETTERS}]}
    if points_away(transcript):
        said = _("This says where the words are, not the words. Write down what is said or signed, from the first to the last word.")
        return {"transcript": [said]}
    if seconds and words_a_minute(transcript, seconds) < FEWEST_A_MINUTE and not short_why.strip():
        asked = _(
            "The transcript has %(words)d words for %(length)s, fewer than %(fewest)d a minute. Is it the whole of what is said? "
            "Write the rest, or say here why there are so few, for example long pauses."
        )
        values = {"words": words_in(transcript), "length": length_in_words(seconds), "fewest": FEWEST_A_MINUTE}
        return {"short_why": [asked % values]}
    return {}


def attach_problems(said: Said, looked: Looked, *, today: date) -> dict[str, list[str]]:
    """Why a file may not be attached, by field; empty where it may."""
    problems: dict[str, list[str]] = {}
    if said.sort not in list(Sort):
        return {"sort": [_("Say what it is: a film in BSL, a reading aloud, or large print.")]}
    if file_problem := _file_problem(Sort(said.sort), looked):
        problems["file"] = [file_problem]
    if said.language not in (ENGLISH, WELSH):
        problems["language"] = [_("Say whether its words are English or Welsh.")]
    if not said.recorded:
        return problems
    problems |= _sound_problem(said)
    seconds = seconds_in(said.length)
    if seconds is None:
        problems["length"] = [_("Give its length in minutes and seconds, for example 3:25. It can be up to two hours.")]
    elif looked.seconds is not None and abs(looked.seconds - seconds) > max(2, seconds / 10):
        own = _("By its own account the file lasts %(length)s. Give that length, or send the right file.")
        problems["length"] = [own % {"length": length_in_words(max(round(looked.seconds), 1))}]
    problems |= transcript_problems(said.transcript, seconds, said.short_why)
    return problems | _consent_problems(said, today)


def _file_problem(sort: Sort, looked: Looked) -> str:
    most = MOST_DOCUMENT_BYTES if sort is Sort.LARGE else MOST_BYTES
    if not looked.size:
        return _("Choose a file that is not empty.")
    if looked.size > most:
        return _("This file is larger than %(most)d MB. Send a smaller one.") % {"most": most // (1024 * 1024)}
    if looked.kind is None or looked.kind.what != HOLDS[sort]:
        usable = {
            Sort.BSL: _("It is no film that browsers play. Save it as MP4 (H.264) or WebM, and send that."),
            Sort.AUDIO: _("It is no sound that browsers play. Save it as MP3, M4A, OGG or WAV, and send that."),
            Sort.LARGE: _("It is no PDF, DOCX or ODT document that can be opened. Save it as one of these, and send that."),
        }[sort]
        return f"{usable} {looked.problem}".strip()
    return looked.problem


def _sound_problem(said: Said) -> dict[str, list[str]]:
    if said.sort == Sort.AUDIO and said.sound != said.language:
        return {"sound": [_("A reading aloud is in the language of its transcript. Give both in the language that is spoken.")]}
    if said.sound not in (ENGLISH, WELSH, SILENT):
        return {"sound": [_("Say in which language it is spoken, or that it has no sound.")]}
    return {}


def _consent_problems(said: Said, today: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not said.performer.strip():
        problems["performer"] = [_("Say who signed or spoke. It is kept here and not published.")]
    if said.agreed_on is None:
        problems["agreed_on"] = [_("Give the day on which they agreed that it is published. Ask them first if they have not.")]
    elif said.agreed_on > today:
        problems["agreed_on"] = [_("This day has not come yet. Give the day on which they agreed.")]
    if not said.agreed_how.strip():
        problems["agreed_how"] = [_("Say how they agreed, for example “form signed at the recording”.")]
    return problems


def confirm_problem(*, state: State, maker: int | None, checker: int | None, same: bool) -> str:
    """Why this person may not confirm it; empty where they may. Nobody confirms what they attached."""
    if problem := going_problem(state, State.CONFIRMED):
        return problem
    if maker == checker:
        return _("You attached it, so somebody else looks it through. Ask a colleague who knows the language.")
    if not same:
        return _("Tick that it says what the text says, or send it back with what is wrong.")
    return ""


def release_problems(*, state: State, office: str, old: bool, old_too: bool) -> dict[str, list[str]]:
    """Why it may not be released, by field; empty where it may. What was made from an earlier version is released marked as such."""
    problems: dict[str, list[str]] = {}
    if problem := going_problem(state, State.RELEASED):
        problems[""] = [problem]
    if not office.strip():
        problems["office"] = [_("Say which office releases it: it is published with it.")]
    if old and not old_too:
        problems["old_too"] = [
            _("The text was changed since it was made. Have a new one made, or tick that this one goes out marked as older than the text.")
        ]
    return problems
