"""Pages on which an entry is prepared, written in each version, and vouched for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.voice.issues.models import Issue, IssuePoint
from folkmoot.voice.models import Point
from folkmoot.voice.published import easy, operations, queries
from folkmoot.voice.published.models import VERSION_NAMES, Edition
from folkmoot.voice.published.operations import PARTS
from folkmoot.voice.published.rules import OPEN, Texts, Version
from folkmoot.voice.published.web.forms import AboutForm, ExplainForm, PrepareForm, TextForm
from folkmoot.voice.published.web.presenters import KIND_WORDS, facts_in_words
from folkmoot.voice.published.web.views import address, in_sight, newest, shown
from folkmoot.voice.themes.models import Theme
from folkmoot.voice.themes.queries import codings_of, themes_in_use
from folkmoot.voice.web.presenters import STANDING_WORDS


@may("you_said.write")
def new(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Begin an entry from a point or an issue; where there is one already, its page says so."""
    origin_kind = f"voice.{kind}"
    origin = queries.origin_in_sight(request.viewer, origin_kind, row_id)
    areas = _areas(request, origin)
    if origin is None or not areas:
        raise Http404
    is_point = isinstance(origin, Point)
    back = reverse("voice:detail" if is_point else "voice:issue", args=[row_id])
    among = [line for line in queries.entries_of(request.viewer, origin_kind, row_id) if not line.entry.withdrawn_at]
    themes = themes_in_use(request.viewer, area_id=areas[0].pk, on=timezone.localdate(request.at))
    form = PrepareForm(request.POST or None, areas=areas, themes=themes, initial=started(theme=_theme_of(request, origin)))
    if isinstance(origin, Point):
        shown(request, [origin])

    def do(values: dict[str, Any]) -> str:
        return address(operations.prepare_entry(by=request.viewer, at=request.at, origin_kind=origin_kind, origin_id=row_id, **values))

    return form_page(
        request, form, title=_("Prepare “You said, we did”"), back=back, do=do,
        done=_("It is begun. Now write what you said and what we did."),
        template="voice/published_new.html", origin=origin, is_point=is_point, among=among,
    )  # fmt: skip


def _areas(request: HttpRequest, origin: Point | Issue | None) -> list[Area]:
    """The Areas in which this person may tell of it, and in which it was said."""
    mine = areas_for(request.viewer, "you_said.write", today=timezone.localdate(request.at))
    if isinstance(origin, Point):
        return [area for area in mine if area.pk == origin.area_id]
    said_in = IssuePoint.objects.filter(issue=origin, left_at__isnull=True).values_list("point__area_id", flat=True) if origin else []
    return list(mine.filter(pk__in=list(said_in)))


def _theme_of(request: HttpRequest, origin: Point | Issue) -> int | None:
    if not isinstance(origin, Point):
        return None
    held = codings_of(request.viewer, [origin.pk]).get(origin.pk, [])
    return held[0].theme_id if held else None


@may("you_said.write")
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """The theme and, of a later version, what it corrects."""
    edition = to_edit(request, pk)
    entry = edition.entry
    themes = {row.pk: row for row in themes_in_use(request.viewer, area_id=entry.area_id, on=timezone.localdate(request.at))}
    if entry.theme:
        themes.setdefault(entry.theme.pk, entry.theme)
    first = started(theme=entry.theme_id, corrects=edition.corrects, corrects_cy=edition.corrects_cy, version=edition.version)
    form = AboutForm(request.POST or None, themes=list[Theme](themes.values()), later=edition.number > 1, initial=first)

    def do(values: dict[str, Any]) -> str:
        operations.change_about(by=request.viewer, at=request.at, edition=edition, seen_version=values.pop("version"), **values)
        return address(entry)

    title = _("Theme, and what it corrects") if edition.number > 1 else _("Theme")
    return form_page(request, form, title=title, back=address(entry), do=do, done=_("It was changed."),
                     template="voice/published_form.html",                     edition=edition)  # fmt: skip


@may("you_said.write")
def text(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """One version: beside the form stands what was said, and what the records let us say of it."""
    edition, version = to_edit(request, pk), _version(which)
    row = next((each for each in edition.editiontexts.all() if each.which == version.value), None)
    stored = {name: getattr(row, name) for name in PARTS} if row else {}
    form = TextForm(request.POST or None, initial=started(version=row.version if row else 0, **stored))
    checked = queries.check_before_leaving(edition, today=timezone.localdate(request.at))
    points = list(queries.points_behind(request.viewer, edition.entry)[:20])
    shown(request, points)
    texts = queries.texts_of(row) if row else Texts()

    def do(values: dict[str, Any]) -> str:
        operations.write_version(
            by=request.viewer, at=request.at, edition=edition, which=version.value, seen_version=values.pop("version"), **values
        )
        return address(edition.entry)

    return form_page(
        request, form, title=_("Version: %(name)s") % {"name": VERSION_NAMES[version]}, back=address(edition.entry), do=do,
        done=_("The version was saved."), template="voice/published_text.html", edition=edition, points=points, checked=checked,
        standing=STANDING_WORDS[checked.facts.standing], facts=facts_in_words(checked.facts), is_easy=version.is_easy,
        answer=points[0].answers.last() if points else None, sentences=easy.sentences_in(f"{texts.you_said}\n{texts.we_did}"),
        in_short=easy.in_short(f"{texts.you_said}\n{texts.we_did}"),
    )  # fmt: skip


@may("you_said.write")
def explain(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    edition = to_edit(request, pk)
    checked = queries.check_before_leaving(edition, today=timezone.localdate(request.at))
    finding = next((each for each in checked.findings if each.hit.key == key), None)
    if finding is None:
        raise Http404
    form = ExplainForm(request.POST or None, initial=started(words=finding.explained))

    def do(values: dict[str, Any]) -> str:
        operations.explain(by=request.viewer, at=request.at, edition=edition, key=key, **values)
        return address(edition.entry)

    lead = f"{KIND_WORDS[finding.hit.kind]}: {finding.hit.context}" if finding.hit.context else KIND_WORDS[finding.hit.kind]
    return form_page(
        request, form, title=_("Say why it may stay"), lead=lead, back=address(edition.entry), do=do, done=_("The explanation was saved."),
        template="voice/published_form.html", edition=edition,
    )  # fmt: skip


def to_edit(request: HttpRequest, pk: int) -> Edition:
    """The newest version of an entry, where this viewer may still write it; for any other the page does not exist."""
    edition = newest(in_sight(request, pk))
    if not request.viewer.may("you_said.write", edition.area_id) or queries.dated_state(edition) not in OPEN:
        raise Http404
    return edition


def _version(which: str) -> Version:
    try:
        return Version(which)
    except ValueError:
        raise Http404 from None
