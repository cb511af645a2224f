"""A process that writes through the product's operations until it is ended; each write that was acknowledged stands in a log.

`python -m trust.checks.writing_until_ended LOG` on the service that the environment names. A line of the log is written after the operation
came back; "removing" is said before one begins, since the row may be gone before it comes back.
"""

import json
import os
import random
import secrets
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Write:
    """One write: when it was begun and acknowledged (seconds since 1970), what it did, to which row."""

    begun: float
    at: float
    did: str
    pk: int
    kept_as: str = ""


def read(log: Path) -> list[Write]:
    """The writes in a log, in their order; a last line that was cut off is left out."""
    lines = log.read_text(encoding="utf-8").split("\n")[:-1] if log.exists() else []
    return [Write(**json.loads(line)) for line in lines]


def main(log: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.config.settings"
    import django

    django.setup()
    with log.open("a", encoding="utf-8") as out:
        for write in _writes():
            out.write(json.dumps(write.__dict__) + "\n")
            out.flush()
            time.sleep(0.01)  # as the quickest people would: SQLite lets one that never pauses keep all others waiting


def _writes() -> Any:
    from django.utils import timezone

    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.areas.models import Area
    from folkmoot.engagement.operations import log_contact
    from folkmoot.engagement.papers.operations import add_paper, remove_paper

    def contact() -> Any:
        now = timezone.now()
        return log_contact(
            by=THE_PRODUCT, at=now, area=area, held_on=timezone.localdate(now) - timedelta(days=1), kind="meeting", purpose="consultation",
            place="Trust", outcome="They want to hear the result.", follow_up="none",
        )  # fmt: skip

    area = Area.objects.filter(withdrawn_on=None).order_by("pk").first()
    activity, kept, drawn = contact(), [], random.Random(37)
    while True:
        begun = time.time()
        turn = drawn.random()
        if turn < 0.5 or len(kept) < 3:
            data = ("Fictional notes. " + secrets.token_hex(drawn.randint(500, 60_000))).encode()
            paper = add_paper(
                by=THE_PRODUCT, at=timezone.now(), activity=activity, file_name="notes.txt", data=data, title="Fictional notes"
            )
            kept.append(paper)
            yield Write(begun, time.time(), "add", paper.pk, paper.kept_as)
        elif turn < 0.85:
            paper = kept.pop(drawn.randrange(len(kept)))
            remove_paper(by=THE_PRODUCT, at=timezone.now(), paper=paper, reason="It was only fictional.")
            yield Write(begun, time.time(), "remove", paper.pk, paper.kept_as)
        else:
            made = contact()
            yield Write(begun, time.time(), "contact", made.pk)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
