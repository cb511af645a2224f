"""`folkmoot reference`: load what ships (places, schemes, strategies, themes, panels and their guidance, questions), or check its files."""

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=("load", "check"),
        help="load: bring the stored rows in line with the files; check: read the files and say whether they hold together",
    )


def run(args: argparse.Namespace) -> int:
    return _check() if args.what == "check" else _load()


def _check() -> int:
    """Read and check every file; nothing is stored. Raises BadReferenceFile at the first fault."""
    from folkmoot.areas.tables import AREAS, read_places
    from folkmoot.assurance.tables import read_shipped as read_assurance
    from folkmoot.characteristics.tables import read_schemes
    from folkmoot.foundation.reference.files import check_known
    from folkmoot.panels.guidance.tables import read_guidance
    from folkmoot.panels.tables import read_kinds
    from folkmoot.scrutiny.assessment.questions.tables import read_shipped
    from folkmoot.strategy.tables import read_strategies
    from folkmoot.voice.themes.tables import read_list

    places, schemes, strategies, panels = read_places(), read_schemes(), read_strategies(), read_kinds()
    check_known(strategies.strategies, "area", {line.text("code") for line in places.areas}, AREAS.file)
    for read in (places, schemes, strategies, panels, read_assurance()):
        for name, lines in vars(read).items():
            print(f"{name.replace('_', ' ')}: {len(lines)} rows")
    print(f"themes: {len(read_list())} rows")
    print(f"questions about cases: {len(read_shipped().questions)}")
    print(f"guidance for panels: {len(read_guidance())} pages")
    print("The files hold together.")
    return 0


def _load() -> int:
    """Every room in one transaction: either everything is in line with the files, or nothing changed."""
    from folkmoot.cli import product

    product.start()
    from django.db import transaction
    from django.utils import timezone

    from folkmoot.areas.operations import load_reference_data as load_places
    from folkmoot.assurance.operations import load_reference_data as load_assurance
    from folkmoot.characteristics.operations import load_reference_data as load_schemes
    from folkmoot.foundation.audit import SYSTEM
    from folkmoot.panels.guidance.operations import load_reference_data as load_guidance
    from folkmoot.panels.operations import load_reference_data as load_panels
    from folkmoot.scrutiny.assessment.questions.shipped import load_reference_data as load_questions
    from folkmoot.strategy.operations import load_reference_data as load_strategies
    from folkmoot.voice.themes.lists.operations import load_reference_data as load_themes
    from folkmoot.workforce.targets.operations import load_reference_data as load_targets

    now = timezone.now()
    loads = (
        load_places,
        load_schemes,
        load_strategies,
        load_themes,
        load_panels,
        load_guidance,
        load_questions,
        load_targets,
        load_assurance,
    )
    with transaction.atomic():
        loaded = [changes for load in loads for changes in load(by=SYSTEM, at=now)]
    changed = [changes for changes in loaded if not changes.nothing]
    for changes in changed:
        print(changes)
    if not changed:
        print("Nothing to do: the stored rows already say what the files say.")
    return 0
