"""Figures of the rooms' sections as a report keeps them: full ones, and ones in which nothing happened."""

from typing import Any

EAST = {"code": "east-of-england", "en": "East of England", "cy": "Dwyrain Lloegr"}
LATE = {"id": 7, "title": "Write to victims within a week.", "area": EAST, "due_on": "2026-05-01"}


def point(value: float, as_of: str, *, low: float | None = None, high: float | None = None, base: int | None = None) -> dict[str, Any]:
    between = f"{low}% to {high}%" if low is not None else ""
    return {"value": value, "words": f"{value}%", "low": low, "high": high, "interval_words": between, "base": base, "as_of": as_of}


def card(code: str, points: list[dict[str, Any]], **over: Any) -> dict[str, Any]:
    latest = points[-1] if points else None
    return {
        "pk": 1, "code": code, "name_en": f"Measure {code}", "name_cy": "", "of_the_seven": True, "unit": "percent", "direction": "up",
        "latest": latest, "baseline": points[0] if points else None, "target": 65.0, "target_words": "65%", "target_on": "2026-03-31",
        "as_of": latest["as_of"] if latest else None, "late": False, "late_words": "", "judgement": "improved" if latest else "cannot_tell",
        "judgement_words": "It rose by more than chance would give.", "series": points, "breaks": [], "restatements": [],
        "wanted": "" if latest else "A survey of victims.",
    } | over  # fmt: skip


def full() -> dict[str, Any]:
    several = [
        point(58, "2025-12-31", low=56.0, high=60.0, base=1200), point(61, "2026-03-31", low=59.4, high=62.6, base=4385),
        point(60, "2026-06-01"),
    ]  # fmt: skip
    changed = {
        "breaks": [{"day": "2026-02-01", "what": "The question was worded anew.", "was": ""}],
        "restatements": [
            {"as_of": "2025-12-31", "was": "57%", "now": "58%", "why": "The source published it again.", "on": "2026-03-01"},
        ],
    }  # fmt: skip
    one_point = [point(66, "2026-01-31", low=63.6, high=68.3, base=900)]
    return {
        "measures": {
            "cards": [card("one", several, **changed), card("two", one_point), card("three", [])],
            "before": {"one": "58%"},
        },
        "panels": {
            "panels": 6, "met": {"count": 4, "of": 6}, "meetings": 12, "quorate": {"count": 10, "of": 12},
            "not_met": [{"en": "Wessex Youth Panel", "cy": ""}], "made": 4,
            "states": {"unanswered": 3, "accepted": 1, "in_progress": 5, "finished": 5, "rejected": 1}, "late": [LATE], "owed": 2,
            "missing": {"count": 42, "of": 53}, "gaps": [{"en": "Rural communities", "cy": "", "area": EAST}],
        },
        "scrutiny": {
            "cases": 24, "concluded": {"count": 20, "of": 24}, "dissent": {"count": 12, "of": 20}, "judgements": 96, "learning": 9,
            "good_practice": 3, "states": {"unanswered": 2, "accepted": 4, "in_progress": 3, "finished": 3, "answered": 0}, "late": 3,
            "owed": 2,
        },
        "signals": {
            "new": 4, "explained": 1, "accepted": 1, "closed": 0, "by_action": 1, "by_panel": 0,
            "states": {"open": 3, "accepted": 1, "explained": 1, "closed": 0}, "overdue": 2, "longest_days": 130,
        },
        "workforce": {"targets": [
            _aimed("scs-women", rate=0.565, low=0.463, high=0.662, base=92, answer="met"),
            _aimed("scs-disabled", answer="withheld"),
            _aimed("scs-ethnic", rate=0.05, low=0.02, high=0.09, base=240, answer="not_met", by_on="2026-03-31"),
            _aimed("ethnicity", rate=0.911, low=0.91, high=0.912, answer="met", declared=True),
            _aimed("religion", as_of=None, declared=True),
        ]},
        "decisions": {
            "taken": 3, "informed": {"count": 2, "of": 3}, "considered": 3, "assessments": 2, "published": 1, "reviews_overdue": [LATE],
            "mitigations": 4, "mitigations_overdue": 1, "opened": 2, "closed": 2, "responses": 31, "answered": {"count": 1, "of": 2},
            "unanswered": [LATE],
        },
        "partners": {
            "partnerships": 5, "lapsed": [LATE], "outcomes": 6, "briefings": 2, "briefed": {"count": 36, "of": 202}, "units_left_out": 2,
            "forms": 1, "answers": 60,
        },
        "assurance": {"standing": _standing()},
        "unread": [],
    }  # fmt: skip


def empty() -> dict[str, Any]:
    none, nought = {"count": 0, "of": 0}, dict.fromkeys(("unanswered", "accepted", "in_progress", "finished", "rejected", "answered"), 0)
    return {
        "measures": {"cards": []},
        "panels": {
            "panels": 0, "met": none, "meetings": 0, "quorate": none, "not_met": [], "made": 0, "states": nought, "late": [], "owed": 0,
            "missing": none, "gaps": [],
        },
        "scrutiny": {
            "cases": 0, "concluded": None, "dissent": None, "judgements": 0, "learning": 0, "good_practice": 0, "states": nought, "late": 0,
            "owed": 0,
        },
        "signals": {
            "new": 0, "explained": 0, "accepted": 0, "closed": 0, "by_action": 0, "by_panel": 0, "states": {}, "overdue": 0,
            "longest_days": None,
        },
        "workforce": {"targets": []},
        "decisions": {
            "taken": 0, "informed": none, "considered": 0, "assessments": 0, "published": 0, "reviews_overdue": [], "mitigations": 0,
            "mitigations_overdue": 0, "opened": 0, "closed": 0, "responses": 0, "answered": none, "unanswered": [],
        },
        "partners": {
            "partnerships": 0, "lapsed": [], "outcomes": 0, "briefings": 0, "briefed": None, "units_left_out": 0, "forms": 0, "answers": 0,
        },
        "assurance": {"standing": {"period": "2026-H1", "round": None, "criteria": [], "certificates": []}},
        "unread": ["scrutiny"],
    }  # fmt: skip


def figures(rooms: dict[str, Any], *, national: bool = True) -> dict[str, Any]:
    """As much of a report's figures as the sections of the rooms read."""
    earlier = {"number": 1, "period": "2025-H2", "made_at": "2026-01-05T09:00:00+00:00"}
    return {
        "period": "2026-H1", "scope": None if national else EAST, "first": "2026-01-01", "last": "2026-06-30", "position_on": "2026-06-30",
        "since": {"earlier": earlier}, **rooms,
    }  # fmt: skip


def _aimed(key: str, **over: Any) -> dict[str, Any]:
    return {
        "key": key, "name": f"Group {key}", "target": 0.54, "by_on": None, "as_of": "2026-04-30", "rate": None, "low": None, "high": None,
        "base": None, "answer": "", "declared": False,
    } | over  # fmt: skip


def _standing() -> dict[str, Any]:
    levels = [
        {"area": EAST, "level": 3, "name": "Good", "before": 2, "moved": "up"}, {"area": EAST, "level": None, "name": "", "before": None},
    ]  # fmt: skip
    certificate = {"area": EAST, "state": "signed", "late": False, "due_on": "2026-07-31", "signed_on": "2026-07-20", "open_lines": 0}
    exception = {"line": "Complaints", "words": "Two complaints were answered late.", "doing": "A rota.", "by_on": "2026-10-07"}
    return {
        "period": "2026-H1",
        "round": {"framework": 1, "areas": [{"area": EAST, "validator": EAST, "state": "settled"}, {"area": EAST, "state": "draft"}]},
        "criteria": [{"code": "known", "title": "Who our communities are", "group": "x", "levels": levels}],
        "certificates": [
            certificate | {"exceptions": [exception]}, certificate | {"area": None, "state": "missing", "late": True, "exceptions": []},
        ],
    }  # fmt: skip
