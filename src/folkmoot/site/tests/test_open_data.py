"""The open data: every answer as it is described, nothing but what was published, pages that hold, and limits."""

import csv
import io
import json
import re
from datetime import date, datetime

import pytest
from django.test import Client

from folkmoot.accounts.tests.factories import area, icem
from folkmoot.panels.publications.models import Publication
from folkmoot.site import sources
from folkmoot.site.open_data.endpoints import BY_NAME, ENDPOINTS
from folkmoot.site.open_data.web import views
from folkmoot.site.tests import visits
from folkmoot.site.tests.factories import CANARY, CODE, GRID, LATER, of_panel, world
from folkmoot.voice.published import operations as said

pytestmark = pytest.mark.django_db
ROOT = "/open/v1/"
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list}


def got(address: str, **headers: str):
    return Client().get(f"{ROOT}{address}", headers=headers)


def problems(value, schema: dict, whole: dict, at: str = "$") -> list[str]:
    """What of a value is not as its schema says: the part of JSON Schema that the description uses, and a refusal of any other part."""
    if "$ref" in schema:
        return problems(value, _at(whole, schema["$ref"]), whole, at)
    unknown = set(schema) - {"type", "format", "enum", "description", "properties", "required", "additionalProperties", "items"}
    assert not unknown, f"the check does not know {unknown}"
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if value is None:
        return [] if "null" in kinds else [f"{at} is null"]
    kind = next(one for one in kinds if one != "null")
    if not isinstance(value, TYPES[kind]) or (kind in ("integer", "number") and isinstance(value, bool)):
        return [f"{at} is no {kind}"]
    found = [f"{at} is not one of {schema['enum']}"] if "enum" in schema and value not in schema["enum"] else []
    found += [] if _formatted(value, schema.get("format")) else [f"{at} is no {schema['format']}"]
    if kind == "array":
        return found + [one for place, item in enumerate(value) for one in problems(item, schema["items"], whole, f"{at}[{place}]")]
    if kind == "object":
        found += [f"{at}.{name} is missing" for name in schema["required"] if name not in value]
        found += [f"{at}.{name} is not described" for name in value if name not in schema["properties"]]
        held = schema["properties"].items()
        return found + [one for name, inner in held if name in value for one in problems(value[name], inner, whole, f"{at}.{name}")]
    return found


def _formatted(value, form: str | None) -> bool:
    if form == "uri":
        return re.fullmatch(r"https?://[^\s]+", value) is not None
    try:
        return form is None or {"date": date, "date-time": datetime}[form].fromisoformat(value) is not None
    except ValueError:
        return False


def _at(whole: dict, ref: str) -> dict:
    for part in ref.removeprefix("#/").split("/"):
        whole = whole[part]
    return whole


def test_every_answer_is_as_the_description_says():
    world()
    whole = got("openapi.json").json()
    for one in ENDPOINTS:
        listed, about = got(one.name).json(), whole["paths"][f"/{one.name}"]["get"]["responses"]["200"]["content"]["application/json"]
        assert listed["items"], f"{one.name} has no row to look at"
        assert not problems(listed, about["schema"], whole), one.name
        first = listed["items"][0]
        single = got(f"{one.name}/{first['id']}").json()
        about = whole["paths"][f"/{one.name}/{{id}}"]["get"]["responses"]["200"]["content"]["application/json"]
        assert not problems(single, about["schema"], whole)
        assert single["item"] == first
        broken = {**listed, "items": [{**first, "drafted": 1} | {"id": None}]}
        assert len(problems(broken, whole["paths"][f"/{one.name}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"],
                            whole)) == 2  # fmt: skip
    refused = got("said?colour=red")
    assert not problems(refused.json(), {"$ref": "#/components/schemas/Problem"}, whole)


def test_the_description_is_whole():
    whole = got("openapi.json").json()
    assert whole["openapi"] == "3.1.0"
    assert whole["info"]["license"]["identifier"] == "OGL-UK-3.0"
    assert set(whole["paths"]) == {path for one in ENDPOINTS for path in (f"/{one.name}", f"/{one.name}/{{id}}")}
    names = [each["get"]["operationId"] for each in whole["paths"].values()]
    assert len(names) == len(set(names))
    assert all(_at(whole, ref)["type"] == "object" for ref in re.findall(r'"\$ref": "([^"]+)"', json.dumps(whole)))
    page = visits.read("/open/")
    assert all(f"<code>{field.name}</code>" in page for one in ENDPOINTS for field in one.fields)


def test_only_published_cells_leave_and_withheld_ones_stay_withheld():
    made = world()
    cells = got("cells?table=charging-1.0-1").json()["items"]
    assert len(cells) == len(GRID.lines) * len(GRID.columns)
    withheld = [cell for cell in cells if cell["suppressed"]]
    assert len(withheld) == len(GRID.columns)
    assert {(cell["value"], cell["words"], cell["row"]) for cell in withheld} == {(None, "[c]", "Other")}
    assert [cell["value"] for cell in cells if cell["row"] == "Asian"] == [120, 61.5, 52.6, 69.7, None]
    assert "Counted from operational records." in got("tables/charging-1.0-1").json()["item"]["notes"]
    readings = got("progress").json()["items"]
    assert [(one["value"], one["base"], one["suppressed"]) for one in readings] == [(0.08, 900, False), (None, None, True)]
    made.tables.__class__.objects.filter(pk=made.tables.pk).update(state="withdrawn", withdrawn_at=LATER, withdrawn_why="Wrong month.")
    assert got("cells").json()["items"] == []
    gone = got("tables").json()["items"][0]
    assert (gone["title"], gone["notes"], gone["withdrawn_why_en"]) == (None, None, "Wrong month.")


def test_of_what_was_withdrawn_the_words_are_gone_and_the_reason_stands():
    made = world()
    before = got("said")
    said.withdraw(by=icem(), at=LATER, entry=made.said, reason="It named the wrong month.")
    row = got("said", **{"If-None-Match": before.headers["ETag"]}).json()["items"][0]
    assert row["withdrawn_why_en"] == "It named the wrong month."
    assert not [name for name in row if name.startswith(("title", "you_said", "we_did", "shown_by")) and row[name] is not None]
    assert row["standing"] is None


def test_no_word_of_a_draft_is_in_the_data_and_the_check_sees_one_that_is(monkeypatch):
    world()
    asked = [*visits.COLLECTIONS, *(f"{address}?format=csv" for address in visits.COLLECTIONS)]
    assert not [address for address in asked if CANARY in Client().get(address).text]
    everything = Publication.objects.select_related("panel__area", "panel__kind")
    Publication.objects.filter(state="draft").update(agreed_at=LATER, submitted_at=LATER, fingerprint="a", state="published",
                                                     body={"en": {"title": CANARY, "words": CANARY}})  # fmt: skip
    monkeypatch.setattr(sources, "published_by_panels", lambda: list(everything))
    assert CANARY in Client().get("/open/v1/releases").text, "the control: a draft let out is seen"


def test_pages_hold_when_rows_come_and_go_between_them():
    made = world()
    for number in range(5):
        of_panel(made.panel, "foi", f"Answer {number}")
    first = got("releases?limit=4").json()
    of_panel(made.panel, "foi", "One more")
    said.withdraw(by=icem(), at=LATER, entry=made.said, reason="It named the wrong month.")
    seen, address = [row["id"] for row in first["items"]], first["next"]
    while address:
        page = Client().get(address.removeprefix("http://localhost:8000")).json()
        seen, address = [*seen, *(row["id"] for row in page["items"])], page["next"]
    assert len(seen) == len(set(seen)) == page["total"] == first["total"] + 1
    chosen = got("releases?kind=foi&area=" + CODE).json()
    assert chosen["total"] == 6
    assert got("releases?area=wessex").json()["total"] == 0


def test_a_table_for_a_spreadsheet_says_the_same_and_runs_nothing():
    made = world()
    made.panel.__class__.objects.filter(pk=made.panel.pk).update(purpose_en="=1+1")
    answer = got("panels?format=csv&limit=1")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert list(rows[0]) == [field.name for field in BY_NAME["panels"].fields]
    assert rows[0]["purpose_en"] == "'=1+1"
    assert rows[0]["name_cy"] == "Panel troseddau casineb y dwyrain"
    assert 'rel="next"' in got("releases?format=csv&limit=1").headers["Link"]


def test_a_question_that_cannot_be_answered_says_what_to_do():
    for address, status, words in (
        ("said?colour=red", 400, "colour"), ("said?cursor=%25", 400, "cursor"), ("said?cursor=" + "A" * 500, 400, "cursor"),
        ("said?limit=0", 400, "limit"), ("said?limit=1001", 400, "limit"), ("said?format=xml", 400, "xml"), ("secrets", 404, "secrets"),
        ("said/said-99999", 404, "id"),
    ):  # fmt: skip
        answer = got(address)
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, "*")
        assert words in answer.json()["problem"]
        assert answer.json()["do"]


def test_it_is_read_only_open_to_other_sites_and_leaves_no_cookie(settings):
    area()
    answer = got("areas")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies
    assert Client().head(f"{ROOT}areas").status_code == 200
    for verb in ("post", "put", "delete", "patch"):
        refused = getattr(Client(enforce_csrf_checks=False), verb)(f"{ROOT}areas")
        assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert "Access-Control-Allow-Origin" not in Client().get("/public/").headers
    unchanged = got("areas", **{"If-None-Match": answer.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_one_place_asks_so_often_and_no_more(monkeypatch):
    monkeypatch.setattr(views, "QUESTIONS", 2)
    place = "203.0.113.77"
    answers = [Client(REMOTE_ADDR=place).get(f"{ROOT}openapi.json").status_code for _each in range(3)]
    assert answers == [200, 200, 429]
    assert Client(REMOTE_ADDR="203.0.113.78").get(f"{ROOT}openapi.json").status_code == 200
