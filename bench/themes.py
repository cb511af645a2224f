"""How fast suggestions are, as ratios: learned ones beside cue words, one at a time, and learning beside suggesting.

    python bench/themes.py FILE --text "FFT answer" --labels-from "Not assigned"

FILE holds labelled comments; without one the invented comments that ship are used, each a hundred times.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from folkmoot.voice.themes.cues import cues_of
from folkmoot.voice.themes.labelled import INVENTED, read_labelled
from folkmoot.voice.themes.learning import learn, packed, unpacked
from folkmoot.voice.themes.tables import read_list

AT_MOST = 2000
TIMES = 3


def seconds(work: Callable[[], object]) -> float:
    """The shortest of some runs."""
    runs = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        runs.append(time.perf_counter() - started)
    return min(runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--text", default="comment")
    parser.add_argument("--labels-from", default="")
    args = parser.parse_args()
    if args.file:
        comments = read_labelled(args.file, text=args.text, first=args.labels_from)
        texts, labels = comments.texts[:AT_MOST], comments.labels[:AT_MOST]
    else:
        comments = read_labelled(INVENTED, text="comment", themes="themes")
        texts, labels = comments.texts * 100, comments.labels * 100
    started = time.perf_counter()
    learned = learn(texts, labels)
    learning = time.perf_counter() - started
    cues = cues_of({str(each["code"]): str(each["cues"]).splitlines() for each in read_list()})
    by_cues = seconds(lambda: [cues.scores(text) for text in texts]) / len(texts)
    by_learning = seconds(lambda: [learned.scores(text) for text in texts]) / len(texts)
    kept = packed(learned)
    opening = seconds(lambda: unpacked(kept))
    print(f"{len(texts):,} comments, {len(learned.themes)} themes, {len(kept) / 1e6:.1f} MB kept")
    print(f"one learned suggestion takes {by_learning / by_cues:.1f} times as long as one from cue words")
    print(f"opening what was learned takes as long as {opening / by_learning:,.0f} suggestions")
    print(f"learning takes as long as {learning / by_learning / len(texts):,.0f} times suggesting for every comment")


if __name__ == "__main__":
    main()
