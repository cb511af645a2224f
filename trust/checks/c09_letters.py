"""Check 9b: words that lead elsewhere lead nowhere in what the product sends and reads: no header more in a letter, nothing that lies
beside a document.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from email.errors import MessageError
from pathlib import Path
from typing import Any
from unittest import mock

from trust.checks.c09_words_that_lead import BREAKS, ELSEWHERE, quiet
from trust.figures import Figure, Size, check, control


@check(
    9, "No subject and no name puts a header into a letter, and no document is read with what lies beside it", part="b",
    target="0 extra mail headers; 0 files read", gate=True,
)  # fmt: skip
def letters_and_documents(size: Size) -> Figure:
    return _measured(size)


@control("9b", "a letter's subject is put into its head as it is")
def subject_as_it_is(size: Size) -> Figure:
    home = quiet().home
    from django.core.mail import message

    with mock.patch.object(message.EmailMessage, "message", _written_by_hand):
        return _measured(size, home)


@control("9b", "documents are read with what they refer to beside them")
def entities_followed(size: Size) -> Figure:
    home = quiet().home
    from folkmoot.documents import everywhere, package

    with mock.patch.object(package, "parsed", _followed), mock.patch.object(everywhere, "parsed", _followed):
        return _measured(size, home)


def _followed(data: bytes, name: str) -> Any:
    """XML as read by a parser that follows what it refers to."""
    from folkmoot.documents.xmltree import parsed

    text = data.decode("utf-8", "replace")
    for entity, where in re.findall(r'<!ENTITY (\w+) (?:SYSTEM|PUBLIC "[^"]*") "file://([^"]*)"', text):
        text = text.replace(f"&{entity};", Path(where).read_text(encoding="utf-8"))
    return parsed(re.sub(r"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", "", text, flags=re.DOTALL).encode(), name)


def _written_by_hand(self: Any, **_said: Any) -> Any:
    import email

    return email.message_from_string(f"Subject: {self.subject}\nTo: {', '.join(self.to)}\n\n{self.body}")


def _measured(size: Size, home: Path | None = None) -> Figure:
    home = home or quiet().home
    kinds: Counter[str] = Counter()
    wrong: list[str] = []
    for kind, tries in (("subjects and names in letters", _letters()), ("documents with something beside them", _documents(home))):
        for what, fault in tries:
            kinds[kind] += 1
            wrong += [f"{kind}: {what}: {fault}"] if fault else []
    return Figure(len(wrong), sum(kinds.values()), "letters and documents", dict(kinds), tuple(wrong), 60)


def _letters() -> Iterator[tuple[str, str]]:
    """Everything that writes a letter, its subject and the names in it broken into lines; a letter is refused or has its own headers."""
    from django.core import mail
    from django.utils import timezone

    from folkmoot.accounts import invitation_mail as invitations
    from folkmoot.accounts.models import Invitation
    from folkmoot.accounts.notices import sending
    from folkmoot.accounts.notices.models import Letter
    from folkmoot.engagement.bulletins.models import Bulletin
    from folkmoot.engagement.bulletins.queries import check_before_leaving
    from folkmoot.engagement.calendar import invitation_mail as calendar
    from folkmoot.engagement.calendar.models import ActivityInvitation, Edition

    letter, invitation, invited = Letter.objects.exclude(to="").first(), Invitation.objects.first(), ActivityInvitation.objects.first()
    edition, bulletin = Edition.objects.first(), Bulletin.objects.first()
    for broken in BREAKS:
        evil = f"Words{broken}Bcc: everybody@{ELSEWHERE}{broken}X-Evil: 1"
        yield f"a letter {broken!r}", _posted(evil)
        letter.subject, outbox = evil, mail.get_connection("django.core.mail.backends.locmem.EmailBackend")
        mail.outbox = []
        sending._hand_over(letter, outbox)  # one that was stored in another way
        yield f"a stored letter {broken!r}", "; ".join(filter(None, (_head(lambda one=one: one) for one in mail.outbox)))
        invited.activity.title = invited.contact.name = invited.words = evil
        said = calendar.Message(invited, invited.activity, edition or Edition(sequence=0), "token", timezone.now())
        yield f"an invitation to a meeting {broken!r}", _head(lambda said=said: calendar.email(said))
        bulletin.title = evil
        leaves = check_before_leaving(bulletin, today=timezone.localdate()).leaves
        for each in leaves.values():
            yield f"a bulletin {broken!r}", _head(lambda each=each: mail.EmailMessage(each.subject, each.text, to=["a@example.org"]))
        invitation.name = evil
        with (
            mock.patch.object(invitations, "EmailMessage", side_effect=mail.EmailMessage) as made,
            mock.patch.object(mail.EmailMessage, "send"),
        ):
            invitations.send(invitation, "https://testserver/x")
        arguments = made.call_args
        yield f"an invitation to sign in {broken!r}", _head(lambda said=arguments: mail.EmailMessage(*said.args, **said.kwargs))


def _posted(subject: str) -> str:
    """What is wrong with the letter that comes of posting one with this subject; one that is not taken is refused."""
    from django.utils import timezone

    from folkmoot.accounts.notices.operations import post
    from folkmoot.accounts.notices.sending import message_of
    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.foundation.saving import Refused

    try:
        letter = post(by=THE_PRODUCT, at=timezone.now(), to="a@example.org", subject=subject, text="Words", key=f"canary:{subject!r}"[:80])
    except Refused:
        return ""
    return _head(lambda: message_of(letter, "a@example.org"))


def _head(make: Any) -> str:
    """What stands in the head of a letter that nobody of ours put there; a letter that cannot be made is refused."""
    from email import message_from_bytes

    try:
        read = message_from_bytes(make().message().as_bytes())
    except (ValueError, UnicodeError, MessageError):
        return ""
    names = {name.lower() for name in read}
    return f"a header too many: {sorted(names & {'bcc', 'x-evil'})}" if names & {"bcc", "x-evil"} else ""


def _documents(home: Path) -> Iterator[tuple[str, str]]:
    """Documents that refer to a file beside them, in each way; nothing of that file is read, nor may reading break off."""
    from folkmoot.documents import DocumentError, carriers, read

    beside = home.parent / "beside.txt"
    beside.write_text("LIES-BESIDE-IT", encoding="utf-8")
    for name, data in _referring(beside):
        try:
            said = read(data, name).text + "".join(each.text for each in carriers(data, name))
        except DocumentError:
            said = ""
        except Exception as error:
            yield name, f"{type(error).__name__} came through"
            continue
        yield name, "what lies beside it was read" if "LIES-BESIDE-IT" in said else ""


def _referring(beside: Path) -> Iterator[tuple[str, bytes]]:
    from folkmoot.documents.tests.packages import docx_parts, odt, packed, paragraph

    where = beside.as_uri()
    heads = {
        "an entity": f'<!DOCTYPE a [<!ENTITY x SYSTEM "{where}">]>', "a parameter": f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{where}"> %p;]>',
        "a definition": f'<!DOCTYPE a SYSTEM "{where}">', "a public name": f'<!DOCTYPE a [<!ENTITY x PUBLIC "a" "{where}">]>',
    }  # fmt: skip
    for kind, head in heads.items():
        parts = docx_parts(paragraph("&x;"))
        yield f"{kind}.docx", packed({**parts, "word/document.xml": head + str(parts["word/document.xml"])})
        yield f"{kind} in its properties.docx", packed({**docx_parts(paragraph("Seen")), "docProps/core.xml": f"{head}<a>&x;</a>"})
        with zipfile.ZipFile(io.BytesIO(odt("<text:p>&x;</text:p>"))) as archive:
            inside = {name: archive.read(name) for name in archive.namelist()}
        yield f"{kind}.odt", packed({**inside, "content.xml": head.encode() + inside["content.xml"]})
        yield f"{kind}.svg", f"{head}<svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>".encode()
        yield f"{kind}.xml", f"<?xml version='1.0'?>{head}<a>&x;</a>".encode()
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{where}"/>'
    yield "an inclusion.docx", packed(docx_parts(paragraph(f"<w:r><w:t>{include}</w:t></w:r>")))
    yield (
        "a mail's part.eml",
        f"From: a@example.org\nContent-Type: message/external-body; access-type=local-file; name={beside}\n\n".encode(),
    )
