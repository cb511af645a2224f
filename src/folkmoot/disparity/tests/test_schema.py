"""The schema takes what it should, refuses what it should, and its page in the documentation is current."""

import copy
import json
from pathlib import Path

import pytest

from folkmoot.disparity import schema as room
from folkmoot.disparity.manual import manual
from folkmoot.disparity.schema import WrongDocument, schema, validated
from folkmoot.disparity.tests import factories

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize("make", [factories.rich, factories.plain, factories.empty])
def test_documents_made_by_hand_fit(make):
    document = make()
    assert validated(document) is document
    assert validated(json.loads(json.dumps(document, allow_nan=False)))


def changed(path, value):
    """`rich()` with one place changed; `...` takes the key away."""
    document = copy.deepcopy(factories.rich())
    place = document
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


GROUP = ("stages", 0, "characteristics", 0, "groups", 1)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("schema",), "folkmoot.disparity/2", "document.schema is 'folkmoot.disparity/2'"),
        (("caveats",), ..., "document has no caveats"),
        (("extra",), 1, "document has extra, which is not known"),
        (("stages",), None, "document.stages is None, not array"),
        ((*GROUP, "n"), 12.5, "groups[1].n is 12.5, not integer"),
        ((*GROUP, "n"), -1, "groups[1].n is -1, less than 0"),
        ((*GROUP, "n"), True, "groups[1].n is True"),
        ((*GROUP, "rate"), 76.2, "groups[1].rate is 76.2, more than 1"),
        ((*GROUP, "rate"), "withheld", "groups[1].rate is 'withheld'"),
        ((*GROUP, "rate"), float("nan"), "groups[1].rate is nan"),
        ((*GROUP, "relative_rate"), float("inf"), "groups[1].relative_rate is inf"),
        ((*GROUP, "rate_ci"), [0.1], "rate_ci has 1 values, not 2"),
        ((*GROUP, "rate_ci"), [0.1, "x"], "rate_ci[1] is 'x'"),
        ((*GROUP, "verdict"), "biased", "verdict is 'biased'"),
        ((*GROUP, "suppressed"), 0, "suppressed is 0, not boolean"),
        ((*GROUP, "adjusted"), {}, "adjusted has no odds_ratio"),
        (("disclosure", "attack", "recovered"), 1, "recovered is 1, not one of [0]"),
        (("specification", "bands"), {"age": "0-17"}, "bands.age is '0-17', not array"),
        (("specification", "adverse"), True, "adverse is True"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(path, value, told):
    with pytest.raises(WrongDocument) as refused:
        validated(changed(path, value))
    assert told in str(refused.value)


def test_an_interval_without_limit_and_one_withheld_fit():
    for value in ([None, 0.3], [0.1, None], [None, None], "[c]", None):
        validated(changed((*GROUP, "rate_ci"), value))


def test_a_word_that_the_check_does_not_know_is_not_passed_over(monkeypatch):
    monkeypatch.setattr(room, "schema", lambda: {"maxProperties": 3})
    with pytest.raises(KeyError):
        validated({})


def described(part, place="document"):
    """(place, description) of every field of every part of the schema."""
    for name, rule in part.get("properties", {}).items():
        yield f"{place}.{name}", rule.get("description")
        yield from described(rule, f"{place}.{name}")
    for inner in (part.get("items"), *part.get("anyOf", ())):
        if isinstance(inner, dict):
            yield from described(inner, place)


def test_every_field_says_what_it_is_and_no_part_takes_unknown_keys():
    parts = {"document": schema(), **schema()["$defs"]}
    fields = [field for name, part in parts.items() for field in described(part, name)]
    assert len(fields) > 200
    assert [place for place, told in fields if not told] == []
    objects = [name for name, part in parts.items() if "properties" in part and part.get("additionalProperties") is not False]
    assert objects == []


def test_every_key_is_required():
    for name, part in {"document": schema(), **schema()["$defs"]}.items():
        assert list(part.get("properties", {})) == part.get("required", []), name


def test_the_page_of_the_documentation_is_printed_from_the_schema():
    page = ROOT / "docs" / "disparity-json.md"
    assert page.read_text(encoding="utf-8") == manual(), "run `python -m folkmoot.disparity.manual > docs/disparity-json.md`"


def test_the_page_names_every_key():
    page = manual()
    for name, part in schema()["$defs"].items():
        assert name in page
        for key in part.get("properties", {}):
            assert f"`{key}`" in page
