"""Check 28: where a rule takes two people, one account that may do everything cannot do both halves, by a request of its own making."""

import logging
from functools import cache
from html.parser import HTMLParser
from typing import Any

from trust.checks.area_canaries import without_guards
from trust.checks.halves import RULES, Rule
from trust.figures import Figure, Size, check, control
from trust.places import fictional, use


class Hidden(HTMLParser):
    """The hidden values of each form of a page, by where it is sent ("" for the page itself)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.here: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.here = self.forms.setdefault(said.get("action", ""), {})
        elif tag == "input" and said.get("type") == "hidden" and said.get("name") != "csrfmiddlewaretoken":
            self.here[said.get("name", "")] = said.get("value", "")


@cache
def prepared() -> tuple[Any, Any]:
    """Two accounts that may do everything, in every Area; the guards of the database are taken away, so that rows can be made to wait."""
    use(fictional())
    logging.disable(logging.ERROR)
    without_guards()
    return _may_do_all("One Hand"), _may_do_all("Second Hand")


def _may_do_all(name: str) -> Any:
    from django.utils import timezone

    from folkmoot.accounts.models import Account, RoleGrant
    from folkmoot.accounts.rules import NATIONAL_ROLES, Role
    from folkmoot.areas.models import Area

    account = Account.objects.create(name=name, email=f"{name.replace(' ', '.').lower()}@example.org")
    for role in Role:
        if role is Role.PANEL_MEMBER:
            continue
        national = role in NATIONAL_ROLES
        grant = RoleGrant.objects.create(account=account, role=role.value, national=national, starts=timezone.localdate())
        if not national:
            grant.areas.set(Area.objects.all())
    return account


def measured(size: Size) -> Figure:
    one, other = prepared()
    found, driven, idle = [], [], []
    rules = [rule for rule in RULES if size is Size.WHOLE or not rule.dear]
    for rule in rules:
        if not _second_half(rule, hand=other, judge=one):
            idle.append(rule.name)
            continue
        driven.append(rule.name)
        if _second_half(rule, hand=one, judge=one, seen_by=other):
            found.append(f"{rule.name}: one account did both halves")
    wrong, tried = _own_role(one, other)
    more = {"rules driven": f"{len(driven)} of {len(rules)}, where another's second half is taken", "not driven": "; ".join(idle) or 0,
            "own roles tried": tried}  # fmt: skip
    return Figure(
        len(found) + len(wrong),
        len(driven) + tried,
        "second halves sent by who did the first",
        more,
        (*found, *wrong),
        least=20 if size is Size.WHOLE else 17,
    )


def _second_half(rule: Rule, *, hand: Any, judge: Any, seen_by: Any = None) -> bool:
    """Whether the second half was taken, of a row whose first half `hand` did. `seen_by`: whose page the hidden values come from."""
    from django.apps import apps
    from django.db import transaction

    with transaction.atomic():
        try:
            return any(_taken(rule, row, hand, judge, seen_by) for row in apps.get_model(rule.model)._base_manager.filter(**rule.where)[:6])
        finally:
            transaction.set_rollback(True)


def _taken(rule: Rule, row: Any, hand: Any, judge: Any, seen_by: Any) -> bool:
    from django.db import transaction

    with transaction.atomic():
        rule.ready(row, hand, seen_by or judge)
        key = _key(row, rule)
        page = _client(seen_by or judge).get(rule.page.format(key))
        rule.ready(row, hand, judge)
        act = rule.act.format(key)
        forms = Hidden(page.text).forms if page.status_code == 200 else {}
        before = _judged(rule, row)
        _client(judge).post(act, {**forms.get(act, forms.get("", {})), **rule.said})
        taken = _judged(rule, row) != before
        transaction.set_rollback(True)
    return taken


def _key(row: Any, rule: Rule) -> Any:
    return getattr(row, rule.key)


def _judged(rule: Rule, row: Any) -> list[Any]:
    """Who did the second half, as the database has it."""
    from django.apps import apps

    rows = apps.get_model(rule.related)._base_manager if rule.related else type(row)._base_manager.filter(pk=row.pk)
    return list(rows.order_by("pk").values_list("pk", rule.column))


def _client(account: Any) -> Any:
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def _own_role(one: Any, other: Any) -> tuple[list[str], int]:
    """An administrator gives each role to themselves: none is taken; and the same to somebody else: it is taken."""
    from django.db import transaction

    from folkmoot.accounts.models import RoleGrant
    from folkmoot.accounts.rules import NATIONAL_ROLES

    wrong, tried = [], 0
    for role in sorted(NATIONAL_ROLES):
        given = {}
        for to in (other, one):
            with transaction.atomic():
                before = RoleGrant.objects.filter(account=to).count()
                _client(one).post(f"/people/{to.pk}/role/", {"role": role.value, "where": ["national"]})
                given[to.pk] = RoleGrant.objects.filter(account=to).count() > before
                transaction.set_rollback(True)
        tried += given[other.pk]
        wrong += [f"{role}: given to oneself"] if given[one.pk] else []
    return wrong, tried


@check(
    28,
    "Where a rule takes two people, one account cannot do both halves, whatever it may do",
    target="0 paths where one account does both halves",
)
def two_people(size: Size) -> Figure:
    return measured(size)


@control(28, "who reviews a pack, agrees “You said, we did”, signs a report or takes a role is not compared with who did the first half")
def not_compared(size: Size) -> Figure:
    prepared()
    import sys

    from folkmoot.accounts import rules as roles
    from folkmoot.reports import rules as reports
    from folkmoot.scrutiny.packs import queries as packs
    from folkmoot.voice.published import rules as published

    for room, name in ((published, "agreeing_problem"), (reports, "sign_problem"), (roles, "giving_problem"), (packs, "had_a_hand")):
        _everywhere(sys.modules.values(), getattr(room, name), name)
    return measured(size)


def _everywhere(modules: Any, original: Any, name: str) -> None:
    for module in list(modules):
        if getattr(module, name, None) is original:
            setattr(module, name, lambda *_args, **_named: None)
