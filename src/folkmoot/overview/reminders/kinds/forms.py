"""Forms: answers held until somebody looks at them, forms about to close, and forms whose counting nobody has finished."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.overview.reminders.kinds.reminder import SOON, Reminder, key_of, named
from folkmoot.overview.reminders.recipients import People
from folkmoot.voice.forms.models import Form, Response
from folkmoot.voice.forms.queries import HELD, ended_on, forms, is_counted
from folkmoot.voice.forms.rules import PAPER_DAYS

HELD_FOR = timedelta(days=2)


def answers_held(at: datetime, today: date) -> Iterator[Reminder]:
    """Answers that nobody has looked at for days: to those who keep the form, once for the oldest of them."""
    people = People(today)
    rows = Response.objects.filter(HELD).order_by().values("form").annotate(first=Min("on"), number=Count("pk"))
    held = {row["form"]: row for row in rows if row["first"] < today - HELD_FOR}
    for form in forms(THE_PRODUCT).filter(pk__in=held).order_by("pk"):
        first, number = held[form.pk]["first"], held[form.pk]["number"]
        words = ngettext(
            "%(number)d answer to “%(title)s” has been held since %(day)s: look whether it counts.",
            "%(number)d answers to “%(title)s” are held, the oldest since %(day)s: look whether they count.",
            number,
        ) % {"number": number, "title": form.title, "day": named(first)}
        address = reverse("voice:form_held", args=[form.pk])
        yield Reminder(key_of("forms.held", form.pk, first), _keepers(people, form), "forms.held", words, address)


def forms_closing(at: datetime, today: date) -> Iterator[Reminder]:
    """A form that closes within a week: to those who keep it, once for each last day."""
    people = People(today)
    rows = forms(THE_PRODUCT).filter(opened_at__isnull=False, closed_at__isnull=True, closes_on__range=(today, today + SOON))
    for form in rows.filter(opens_on__lte=today).order_by("pk"):
        words = _("The form “%(title)s” closes after %(day)s.") % {"title": form.title, "day": named(form.closes_on)}
        yield Reminder(key_of("forms.closing", form.pk, form.closes_on), _keepers(people, form), "forms.closing", words, _address(form))


def forms_to_count(at: datetime, today: date) -> Iterator[Reminder]:
    """A form with equality questions, closed a week ago, of which nobody has said that all paper is entered: once."""
    people = People(today)
    over = Q(closed_at__isnull=False) | Q(closes_on__lt=today)
    asking = Form.objects.filter(schemes__isnull=False).values("pk")
    rows = forms(THE_PRODUCT).filter(over, opened_at__isnull=False, finished_at__isnull=True, pk__in=asking)
    for form in rows.filter(closes_on__gte=today - timedelta(days=PAPER_DAYS)).order_by("pk"):
        ended = ended_on(form, today)
        if ended is None or ended > today - SOON or is_counted(form, today):
            continue
        words = _("“%(title)s” closed on %(day)s. Once all paper is entered, finish counting.") % {"title": form.title, "day": named(ended)}
        yield Reminder(key_of("forms.counting", form.pk, ended), _keepers(people, form), "forms.counting", words, _address(form))


def _keepers(people: People, form: Form) -> list[int]:
    return people.who_may(people.holders("forms.write", form.area_id), "forms.read", "forms.write", area_id=form.area_id)


def _address(form: Form) -> str:
    return reverse("voice:form", args=[form.pk])
