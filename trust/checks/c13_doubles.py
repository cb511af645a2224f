"""A form sent twice: pressed twice at the same moment, or sent again after the connection was cut. It counts once."""

import copy
import threading
from collections import Counter

from trust.checks.breaking import NO_MARK, broken
from trust.checks.killing import KINDS, rows_of
from trust.checks.writing import Crowd, Sent, Writer
from trust.figures import Figure, Size, check, control
from trust.places import fictional, folder, served, use


def _measured(size: Size, environment: dict[str, str] | None = None) -> Figure:
    place = fictional()
    use(place)
    book: list[Sent] = []
    with served(place, **(environment or {})):
        crowd = Crowd(place, KINDS, 4)
        crowd.sign_in()
        threads = [
            threading.Thread(target=_twice, args=(writer, book, 1000 // 4 if size is Size.WHOLE and not environment else 10))
            for writer in crowd.writers
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    counted = Counter({tag: len(rows) for tag, rows in rows_of(book).items()})
    wrong = [f"{each.tag}: there {counted[each.tag]} times" for each in book if counted[each.tag] != 1]
    wrong += [f"{each.tag}: the second was refused: {each.refused}" for each in book if each.refused]
    return Figure(len(wrong), len(book), "forms sent twice", {"writers at once": 4, "forms": len(KINDS)}, tuple(wrong), least=30)


def _twice(writer: Writer, book: list[Sent], times: int) -> None:
    """Half of them at the same moment over two connections, half one after the other."""
    other = Writer(writer.place, writer.email, writer.area)
    other.browser.cookies.update(writer.browser.cookies)
    for turn in range(times):
        sent = writer.form(KINDS[turn % len(KINDS)])
        again = copy.copy(sent)
        first = threading.Thread(target=writer.send, args=(sent,))
        first.start()
        if turn % 2:
            first.join()
        other.send(again)
        first.join()
        sent.refused = sent.refused or again.refused
        book.append(sent)


@check(13, "A form sent twice counts once", target="0 duplicates of 1,000 double submits", part="b")
def doubles(size: Size) -> Figure:
    return _measured(size)


@control("13b", "the mark that a form carries is not looked at")
def no_mark(size: Size) -> Figure:
    return _measured(size, broken(folder(), "folkmoot.foundation.once", NO_MARK))
