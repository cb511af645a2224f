"""Addresses and numbers written one way, so that they can be compared. Pure."""

import re

from folkmoot.stakeholders.duplicates.sounds import word_table

_FREE = word_table("""
gmail.com googlemail.com hotmail.com hotmail.co.uk outlook.com live.co.uk live.com yahoo.com yahoo.co.uk btinternet.com icloud.com
aol.com sky.com talktalk.net virginmedia.com protonmail.com msn.com me.com
""")


def tidy_email(typed: str) -> str:
    """Small letters, without what follows a plus sign; "" for what is no address."""
    name, at, host = typed.strip().casefold().rpartition("@")
    return f"{name.split('+')[0]}@{host}" if at and name and "." in host else ""


def own_domain(email: str) -> str:
    """The domain of an address where it is the organisation's own; "" for the large providers of free addresses."""
    host = email.rpartition("@")[2]
    return "" if host in _FREE else host


def website_domain(address: str) -> str:
    return re.sub(r"^(?:\w+://)?(?:www\.)?", "", address.strip().casefold()).split("/")[0].split(":")[0]


def tidy_phone(typed: str) -> str:
    """The digits as dialled inside the United Kingdom: "+44 (0)1632 960 001" gives "01632960001"; "" for fewer than nine digits."""
    bare = re.sub(r"(?i)\s*(?:ext|x|est)\.?\s*\d+\s*$", "", typed)
    digits = re.sub(r"\D", "", bare)
    if bare.strip().startswith("+44") or digits.startswith("0044") or (digits.startswith("44") and len(digits) == 12):
        digits = "0" + re.sub(r"^(?:00)?44", "", digits).lstrip("0")
    return digits if len(digits) >= 9 else ""


def tidy_postcode(typed: str) -> str:
    """Capitals without spaces."""
    return re.sub(r"\W", "", typed).upper()


def sector(postcode: str) -> str:
    """All but the last two letters: the neighbourhood. "" where there is too little of it."""
    return postcode[:-2] if len(postcode) >= 5 else ""
