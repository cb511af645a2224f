"""What stands around a name in statements, records, letters and messages. The words are in data/frames.tsv, folded."""

from pathlib import Path


def _sets() -> dict[str, frozenset[str]]:
    rows = (Path(__file__).parent / "data/frames.tsv").read_text("utf-8").splitlines()
    return {name: frozenset(words.split()) for name, _, words in (row.split("\t") for row in rows)}


_WORDS = _sets()
TITLES = _WORDS["titles"]
KIN = _WORDS["kin"]
ROLES = _WORDS["roles"]
NAMING = _WORDS["naming"]
GREETINGS = _WORDS["greetings"]
CLOSINGS = _WORDS["closings"]
DOING = _WORDS["doing"]
SURE_DOING = _WORDS["sure_doing"]
TOWARDS = _WORDS["towards"]
SURE_TOWARDS = _WORDS["sure_towards"]
TO_PEOPLE = _WORDS["to_people"]
WITH_PEOPLE = _WORDS["with_people"]
PLACING = _WORDS["placing"]
FIELDS = _WORDS["fields"]
HEADS = _WORDS["heads"]
SOFT_HEADS = _WORDS["soft_heads"]
AFTERWARDS = _WORDS["afterwards"]
PARTICLES = _WORDS["particles"]
CHAT = _WORDS["chat"]
SELDOM_ALONE = _WORDS["seldom_alone"]
NEVER_TITLED = _WORDS["never_titled"]
AMBIGUOUS_TITLES = _WORDS["ambiguous_titles"]
WELSH_STREETS = _WORDS["welsh_streets"]
OPEN_PLACES = _WORDS["open_places"]
OPENERS = _WORDS["openers"]
BORROWED = _WORDS["borrowed"]
SHORTENED = _WORDS["shortened"]
# The last two words before a name: “known as Kez”.
NAMING_PAIRS = frozenset(
    {("am", "the"), ("brother", "is"), ("defendant", "is"), ("father", "is"), ("goes", "by"), ("her", "as"), ("herself", "as"),
     ("him", "as"), ("himself", "as"), ("husband", "is"), ("i", "am"), ("identified", "as"), ("im", "called"), ("its", "me"),
     ("known", "as"), ("mother", "is"), ("name", "as"), ("name", "is"), ("name", "of"), ("name", "s"), ("name", "was"),
     ("names", "are"), ("partner", "is"), ("real", "name"), ("signed", "by"), ("sister", "is"), ("that", "is"), ("thats", "is"),
     ("them", "as"), ("this", "is"), ("victim", "is"), ("wife", "is")}
)  # fmt: skip
