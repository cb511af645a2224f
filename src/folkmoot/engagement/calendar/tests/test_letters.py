from email.message import EmailMessage

import pytest

from folkmoot.engagement.calendar.letters import MOST_BYTES, open_letter
from folkmoot.engagement.calendar.tests.factories import ics, letter


def opened(**headers):
    return open_letter(letter(ics(), **headers), trusted_server="mx.example.org", own_addresses=frozenset({"calendar@example.org"}))


def test_a_plain_invitation():
    found = opened()
    assert (found.sender, found.automatic, found.calendar == ics(), found.message_id) == ("nia.rowe@example.org", False, True, "<1@x>")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated; x=y"}, {"Precedence": "bulk"}, {"List_Id": "<a.b>"},
        {"Return_Path": "<>"}, {"X_Auto_Response_Suppress": "All"}, {"From": "MAILER-DAEMON@example.org"}, {"From": "no-reply@example.org"},
        {"From": "calendar@example.org"}, {"From": "a@example.org, b@example.org"}, {"From": "nobody"}, {"From": ""},
    ],
)  # fmt: skip
def test_what_a_machine_sent_is_never_answered(headers):
    assert opened(**headers).automatic


def test_a_person_is_answered_the_control():
    assert not opened(Auto_Submitted="no", Precedence="normal").automatic


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("mx.example.org; dkim=pass header.d=example.org; spf=fail smtp.mailfrom=x", "dkim=pass spf=fail"),
        ("mx.example.org; dkim=fail; dkim=pass; dmarc=none", "dkim=fail dmarc=none"), ("mx.evil.org; dkim=pass", ""),
        ("evil mx.example.org; dkim=pass", ""), ("", ""),
    ],
)  # fmt: skip
def test_only_the_trusted_server_vouches(header, found):
    assert opened(Authentication_Results=header).authenticity == found


def test_a_header_further_down_came_with_the_message_and_counts_for_nothing():
    raw = b"Authentication-Results: mx.other.org; spf=fail\r\nAuthentication-Results: mx.example.org; dkim=pass\r\n" + letter(ics())
    assert open_letter(raw, trusted_server="mx.example.org").authenticity == ""


def nested(depth):
    inner = EmailMessage()
    inner.set_content("x")
    for _level in range(depth):
        outer = EmailMessage()
        outer["From"] = "nia.rowe@example.org"
        outer.make_mixed()
        outer.attach(inner)
        inner = outer
    return inner.as_bytes()


def test_hostile_messages_are_noted_and_never_raise():
    many = EmailMessage()
    many["From"] = "nia.rowe@example.org"
    many.set_content("x")
    for _number in range(200):
        many.add_attachment(b"x", maintype="application", subtype="zip", filename="a.zip")
    assert open_letter(many.as_bytes()).problem
    assert open_letter(nested(30)).problem
    deep = b"From: a@example.org\r\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(5000)
    )
    assert open_letter(deep).calendar is None
    assert open_letter(b"x" * (MOST_BYTES + 1)).problem == "too large"
    for raw in (b"", b"\x00" * 99, b"From: =?utf-8?q?" + b"=" * 5000, b"Content-Type: text/calendar; charset=nonsense\r\n\r\nBEGIN"):
        assert open_letter(raw).fingerprint


def test_a_message_inside_another_is_not_opened():
    outer = EmailMessage()
    outer["From"] = "nia.rowe@example.org"
    outer.set_content("forwarded")
    inner = EmailMessage()
    inner.set_content("x")
    inner.add_attachment(ics(), maintype="text", subtype="calendar")
    outer.add_attachment(inner)
    assert open_letter(outer.as_bytes()).calendar is None
