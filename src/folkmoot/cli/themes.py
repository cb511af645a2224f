"""`folkmoot themes`: the coding list from a file, the coding of points as noted, learning from codings, and how good suggestions are."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from folkmoot.voice.themes.labelled import Labelled, Published
    from folkmoot.voice.themes.measuring import Score

EPILOG = """\
examples:
  folkmoot themes check our-list.csv
  folkmoot themes draft our-list.csv --by owen.achebe@example.org
  folkmoot themes code-noted
  folkmoot themes learn
  folkmoot themes measure --invented
  folkmoot themes measure comments.csv --text "FFT answer" --labels-from "Not assigned" --with "FFT question" --published perf.xlsx

Everything is worked out on this machine; nothing is sent anywhere.
"""
WHAT = ("check", "draft", "code-noted", "learn", "measure")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "what", choices=WHAT,
        help="check: read a list; draft: make it the draft of the next version; code-noted: code the points whose noted word names a theme;"
        " learn: learn from what people coded; measure: how good suggestions are on comments that were not learned from",
    )  # fmt: skip
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument("--by", metavar="EMAIL", help="the account that does it (default: the command line)")
    measuring = parser.add_argument_group("measure")
    measuring.add_argument("--invented", action="store_true", help="measure the list's cue words on the invented comments that ship")
    measuring.add_argument("--text", metavar="COLUMN", default="comment", help="the column with what was said (default: comment)")
    measuring.add_argument("--themes", metavar="COLUMN", default="", help="the one column with the labels, parted by “;”")
    measuring.add_argument("--labels-from", metavar="COLUMN", default="", help="the first of many columns that are labels, 1 for yes")
    measuring.add_argument("--with", dest="beside", metavar="COLUMN", action="append", default=[], help="read this column with the words")
    measuring.add_argument("--merge", metavar="NEW=OLD", action="append", default=[], help="count a label as another")
    measuring.add_argument("--published", type=Path, metavar="FILE", help="label, precision, recall, F1 and base, as published by others")
    measuring.add_argument("--seed", type=int, default=42, help="of the random split (default: 42)")
    measuring.add_argument("--share", type=float, default=0.2, help="share of the comments held out (default: 0.2)")
    measuring.add_argument("--latest", metavar="COLUMN", help="hold out the latest comments by the day in this column, not a random share")
    measuring.add_argument("--hold-out", metavar="COLUMN=VALUE", help="hold out the comments with this value, not a random share")


def run(args: argparse.Namespace) -> int:
    if args.what in ("check", "draft") or (args.what == "measure" and not args.invented):
        _need_file(args.file)
    doing: dict[str, Callable[[argparse.Namespace], int]] = {
        "check": _check, "draft": _draft, "code-noted": _code_noted, "learn": _learn, "measure": _measure,
    }  # fmt: skip
    return doing[args.what](args)


def _need_file(path: Path | None) -> None:
    from folkmoot.errors import FolkmootError

    if path is None:
        raise FolkmootError("No file was given.", "", "Say: folkmoot themes check FILE, or measure FILE.")


def _check(args: argparse.Namespace) -> int:
    from folkmoot.voice.themes.tables import read_list

    print(f"{args.file.name}: {len(read_list(args.file))} themes. The file holds together.")
    return 0


def _draft(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start, viewer

    start()
    from django.utils import timezone

    from folkmoot.voice.themes.lists.operations import draft_from_file
    from folkmoot.voice.themes.lists.queries import differences, latest_issued

    draft = draft_from_file(by=viewer(args.by), at=timezone.now(), path=args.file)
    print(
        f"{draft}: a draft that changes {len(differences(latest_issued(), draft))} themes. Headquarters issues it on the page of the list."
    )
    return 0


def _code_noted(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start, viewer

    start()
    from django.utils import timezone

    from folkmoot.voice.themes.operations import code_all_noted

    number = code_all_noted(by=viewer(args.by), at=timezone.now())
    print(f"{number:,} points were coded with the theme that was noted when they were recorded.")
    return 0


def _learn(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start, viewer

    start()
    from django.utils import timezone

    from folkmoot.voice.themes.suggesting.operations import learn_from_codings

    made = learn_from_codings(by=viewer(args.by), at=timezone.now())
    print(f"Learned from {made.points:,} coded points, for {len(made.themes)} themes. The next suggestions come from it.")
    return 0


@dataclass(frozen=True)
class Measured:
    """One way of suggesting, measured on the comments held out."""

    name: str
    scores: Sequence["Score"]

    def of(self, theme: str) -> "Score":
        return next(one for one in self.scores if one.theme == theme)


def _measure(args: argparse.Namespace) -> int:
    from folkmoot.voice.themes.labelled import INVENTED, read_labelled, read_published

    if args.invented:
        comments = read_labelled(INVENTED, text="comment", themes="themes")
        return _measure_cues(comments)
    merged = dict(reversed(each.split("=", 1)) for each in args.merge)
    comments = read_labelled(
        args.file, text=args.text, themes=args.themes, first=args.labels_from, beside=args.beside, merged=merged
    )  # fmt: skip
    return _measure_learned(comments, args, read_published(args.published) if args.published else {})


def _measure_cues(comments: "Labelled") -> int:
    """The cue words of the list that ships, on the invented comments."""
    from folkmoot.voice.themes.cues import cues_of
    from folkmoot.voice.themes.measuring import scores
    from folkmoot.voice.themes.tables import read_list

    entries = read_list()
    cues = cues_of({str(each["code"]): str(each["cues"]).splitlines() for each in entries})
    themes = [str(each["code"]) for each in entries]
    found = Measured("cue words", scores(comments.labels, [set(cues.scores(text)) for text in comments.texts], themes))
    print(f"{len(comments.texts)} invented comments, none of them learned from; suggested from the cue words of the list that ships.")
    _print([found], {}, themes)
    return 0


def _measure_learned(comments: "Labelled", args: argparse.Namespace, published: Mapping[str, "Published"]) -> int:
    """Learned from some comments and measured on those held out, beside two things that learn nothing."""
    import time

    from folkmoot.voice.themes.learning import learn
    from folkmoot.voice.themes.measuring import scores

    learn_from, held_out, how = _split(comments, args)
    started = time.perf_counter()
    learned = learn([comments.texts[place] for place in learn_from], [comments.labels[place] for place in learn_from])
    seconds = time.perf_counter() - started
    given = [comments.labels[place] for place in held_out]
    texts = [comments.texts[place] for place in held_out]
    often = max(learned.themes, key=lambda theme: sum(theme in comments.labels[place] for place in learn_from))
    ways = [
        Measured("learned", scores(given, [set(learned.scores(text)) for text in texts], learned.themes)),
        Measured("names as cues", scores(given, _by_names(texts, learned.themes), learned.themes)),
        Measured("always the commonest", scores(given, [{often}] * len(texts), learned.themes)),
    ]
    print(f"{len(comments.texts):,} labelled comments: learned from {len(learn_from):,} in {seconds:.0f} s,", end=" ")
    print(f"measured on {len(held_out):,} held out {how}.")
    if published:
        print("Beside it what others published for the same labels, on comments of their own: base and comments differ.")
    _print(ways, published, learned.themes)
    return 0


def _split(comments: "Labelled", args: argparse.Namespace) -> tuple[list[int], list[int], str]:
    from folkmoot.voice.themes.measuring import split

    if args.latest:
        held_out, how = comments.latest(args.latest, args.share), f"(the latest by {args.latest})"
    elif args.hold_out:
        column, _, value = args.hold_out.partition("=")
        held_out, how = comments.where(column, value), f"({args.hold_out})"
    else:
        return *split(len(comments.texts), args.share, args.seed), f"(drawn at random, seed {args.seed})"
    away = set(held_out)
    return [place for place in range(len(comments.texts)) if place not in away], held_out, how


def _by_names(texts: Sequence[str], themes: Sequence[str]) -> list[set[str]]:
    """Suggest a label where a word of its name stands in the comment."""
    from folkmoot.voice.themes.cues import cues_of

    words = {theme: [f"{word[:6]}*" for word in theme.replace("/", " ").replace(",", " ").split() if len(word) > 4] for theme in themes}
    cues = cues_of(words)
    return [set(cues.scores(text)) for text in texts]


def _print(ways: Sequence[Measured], published: Mapping[str, "Published"], themes: Sequence[str]) -> None:
    from folkmoot.voice.themes.measuring import mean_f1, together

    first, others = ways[0], ways[1:]
    heads = ["base", "precision", "recall", "F1", "95% interval", *(f"F1 {way.name}" for way in others)]
    heads += ["F1 published", "their base"] if published else []
    print("\n" + f"{'theme':42}" + "".join(f"{head:>26}" if len(head) > 13 else f"{head:>14}" for head in heads))
    for theme in sorted(themes, key=lambda each: -first.of(each).base):
        one = first.of(theme)
        low, high = one.f1_interval or (0.0, 0.0)
        cells = [str(one.base), _two(one.precision), _two(one.recall), _two(one.f1), f"{low:.2f} to {high:.2f}" if one.f1_interval else "–"]
        cells += [_two(way.of(theme).f1) for way in others]
        if published:
            theirs = published.get(theme)
            cells += [_two(theirs.f1), str(theirs.base or "–")] if theirs else ["–", "–"]
        print(
            f"{theme[:41]:42}"
            + "".join(f"{cell:>26}" if len(head) > 13 else f"{cell:>14}" for cell, head in zip(cells, heads, strict=True))
        )
    for way in ways:
        mean, all_together = _two(mean_f1(way.scores)), _two(together(way.scores, "").f1)
        print(f"\n{way.name}: mean F1 of {len(themes)} themes {mean}, all themes together {all_together}", end="")
    both = [theme for theme in themes if theme in published]
    if both:
        mine, elsewhere = mean_f1([first.of(theme) for theme in both]), sum(published[theme].f1 for theme in both) / len(both)
        print(f"\nof the {len(both)} themes that were published: mean F1 {_two(mine)} here, {elsewhere:.2f} published", end="")
    print()


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
