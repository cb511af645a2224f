"""The whole server killed while six people write: nothing that was acknowledged is lost or torn."""

import statistics

from trust.checks import breaking
from trust.checks.breaking import broken
from trust.checks.killing import KINDS, kill_and_look
from trust.checks.writing import Crowd, told_by
from trust.figures import Figure, Size, check, control
from trust.places import fictional, folder, use


def _measured(size: Size, kinds: tuple[str, ...] = KINDS, *, kills: int = 0, environment: dict[str, str] | None = None) -> Figure:
    whole = size is Size.WHOLE
    kills, writes = kills or (200 if whole else 3), 10_500 if whole and not environment else 60
    place = fictional()
    use(place)
    crowd = Crowd(place, kinds)
    looked = kill_and_look(place, crowd, kills=kills, writes=writes, environment=environment or {})
    chain = place.run("audit", "verify", code=None)
    acknowledged = told_by(crowd.book)
    more = {
        "kills of the whole tree": looked.kills, "cut connections sent again with the same mark": looked.cut,
        "up again, seconds by the clock (median, longest)": f"{statistics.median(looked.clock):.1f}, {max(looked.clock):.1f}",
        "without waiting for a processor that others used": f"{statistics.median(looked.own):.1f}, {max(looked.own):.1f}",
        "audit chain": chain.strip().splitlines()[-1],
    }  # fmt: skip
    least = (10_000 if whole else 30) if not environment else 1
    return Figure(len(looked.wrong), len(acknowledged), "acknowledged writes", more, tuple(looked.wrong), least=least)


@check(
    11, "Nothing acknowledged is lost or torn when the whole server is killed (SQLite)", gate=True,
    target="0 of 10,000 writes over 200 kills of the whole tree; integrity_check ok; up again within 10 s",
)  # fmt: skip
def killed(size: Size) -> Figure:
    return _measured(size)


@control(11, "audit events are written a moment later, by a thread, outside the transaction")
def audit_later(size: Size) -> Figure:
    return _measured(size, ("contact", "point"), kills=1, environment=broken(folder(), "folkmoot.foundation.audit", breaking.AUDIT_LATER))


@control(11, "the answer is given before what was sent is stored")
def answered_first(size: Size) -> Figure:
    environment = broken(folder(), "folkmoot.foundation.once", breaking.ANSWERED_FIRST)
    return _measured(size, ("organisation",), kills=1, environment=environment)


@control(11, "a file is written a moment after its row")
def file_later(size: Size) -> Figure:
    return _measured(size, ("paper",), kills=1, environment=broken(folder(), "folkmoot.engagement.papers.files", breaking.FILE_LATER))
