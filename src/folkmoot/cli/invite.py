"""`folkmoot invite`: the first administrator, and everybody whom an operator lets in from the command line."""

import argparse
from datetime import date

from folkmoot.errors import FolkmootError


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="the person's email address")
    parser.add_argument("--name", required=True, help="the person's name")
    parser.add_argument("--role", required=True, help="administrator, icem, comms, lead, staff, hq, analyst, hr, panel_member, "
                                                      "governance_member or inspector")  # fmt: skip
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--area", action="append", default=[], metavar="CODE", help="an Area of the role; say it again for another")
    where.add_argument("--national", action="store_true", help="for the whole of England and Wales")
    where.add_argument("--panel", default="", metavar="KEY", help="the panel of a panel member")
    parser.add_argument("--ends", type=date.fromisoformat, metavar="DATE", help="last day of the role, as 2027-03-31")
    parser.add_argument("--by", metavar="EMAIL", help="the administrator who invites (default: the command line)")


def run(args: argparse.Namespace) -> int:
    """Print the link. Raises Refused where the role does not fit what it is given for."""
    from folkmoot.cli.product import start, viewer

    start()
    from django.utils import timezone

    from folkmoot.accounts import invitation_mail, operations
    from folkmoot.accounts.rules import NATIONAL_ROLES

    role = _role(args.role)
    national = args.national or (role in NATIONAL_ROLES and not args.area and not args.panel)
    work = operations.Work(role, national, _areas(args.area), args.panel, args.ends)
    invitation, token = operations.invite(by=viewer(args.by), at=timezone.now(), email=args.email, name=args.name, work=work)
    link = invitation_mail.link_of(token)
    if invitation_mail.send(invitation, link):
        print(f"The invitation was mailed to {invitation.email}.")
    print(f"{invitation.name} joins here, once, until {timezone.localtime(invitation.expires_at):%-d %B %Y, %H:%M}:\n{link}")
    return 0


def _role(name: str):  # type: ignore[no-untyped-def]
    from folkmoot.accounts.rules import Role

    try:
        return Role(name)
    except ValueError as error:
        raise FolkmootError(f"There is no role “{name}”.", "", "Choose one of: " + ", ".join(Role)) from error


def _areas(codes: list[str]):  # type: ignore[no-untyped-def]
    from folkmoot.areas.models import Area

    areas = list(Area.objects.filter(code__in=codes))
    missing = sorted(set(codes) - {area.code for area in areas})
    if missing:
        known = ", ".join(Area.objects.values_list("code", flat=True)) or "none: run folkmoot setup first"
        raise FolkmootError(f"There is no Area “{', '.join(missing)}”.", "", f"The codes are: {known}.")
    return areas
