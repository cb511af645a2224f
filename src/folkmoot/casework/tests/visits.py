"""What a person does in the browser to bring a case file in, in a few words."""

import re

from django.test import Client
from django.urls import reverse

from folkmoot.accounts.tests.factories import account
from folkmoot.casework.tests import factories


def client_of(viewer):
    client = Client()
    client.force_login(account(*_ADDRESSES[viewer.name]))
    return client


_ADDRESSES = {
    "Nia Rowe": ("nia.rowe@example.org", "Nia Rowe"),
    "Owen Achebe": ("owen.achebe@example.org", "Owen Achebe"),
    "Ruth Adeyemi": ("ruth.adeyemi@example.org", "Ruth Adeyemi"),
}


def send(client, file=None, **over):
    given = {
        "file": file or factories.case_file(), "place": "east-of-england", "title": "Charging, January to June 2025",
        "data_as_of": "2025-06-30", "source": "CMS extract",
    }  # fmt: skip
    return client.post(reverse("casework:new"), given | over)


COLUMNS = {"outcome_column": "Decision", "by": ["Ethnicity", "Sex"], "restrict_column": ""}
VALUES = {"outcome": "charged", "outcome_values": ["Charge"], "adverse": "with", "reference_0": "", "reference_1": ""}


def count(client, file=None, columns=COLUMNS, values=VALUES, **over):
    first = send(client, file, **over)
    assert first.status_code == 302, first.context["form"].errors
    second = client.post(first.url, columns)
    assert second.status_code == 302, second.context["form"].errors
    return client.post(second.url, values)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
