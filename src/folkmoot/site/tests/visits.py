"""Asking as a stranger, every public address, and what may never stand in an answer."""

import html
import re

from django.test import Client
from django.urls import reverse

from folkmoot.site.open_data.endpoints import ENDPOINTS
from folkmoot.site.tests.factories import CANARY, CODE, World

PAGES = (
    "/public/", "/public/areas/", f"/public/areas/{CODE}/", "/public/take-part/", "/public/statements/", "/public/releases/",
    "/public/releases/?kind=said", "/public/releases/feed", "/public/search?q=hear", f"/public/search?q={CANARY}", "/open/",
)  # fmt: skip
OF_ROOMS = (
    "/said/", f"/said/{CODE}/", "/our-panels/", "/take-part/", "/consultations/", "/assessments/", "/fairness/", "/fairness/register/",
    "/fairness/goals/", "/our-reports/", "/check-a-draw/", "/accessibility", "/words",
)  # fmt: skip
COLLECTIONS = tuple(f"/open/v1/{one.name}" for one in ENDPOINTS)


def read(address: str, **headers: str) -> str:
    return html.unescape(Client().get(address, headers=headers).text)


def in_words(address: str) -> str:
    """A page without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", Client().get(address).text)))


def pages_of(world: World) -> tuple[str, ...]:
    """The page of each thing that the world published, in the rooms that published it."""
    panel = world.panel.code
    return (
        reverse("our_panels:panel", args=[panel]), reverse("our_panels:publication", args=[panel, world.statement.pk]),
        reverse("said:entry", args=[CODE, world.said.pk]), reverse("fairness:latest", args=["charging"]),
        reverse("public_goals:goal", args=[world.goal.pk]), reverse("published_assessments:read", args=[world.assessment.assessment_id]),
    )  # fmt: skip


def leaks(addresses: tuple[str, ...]) -> list[str]:
    """The addresses at which a word of a draft can be read; a search that repeats what was asked is not among them."""
    return [address for address in addresses if CANARY not in address and CANARY in read(address)]
