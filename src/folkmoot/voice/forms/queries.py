"""Reading forms, their pages and what came in. Every query of staff starts from the viewer's scope; the public page finds no draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NOBODY, Viewer, within
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.characteristics.queries import list_schemes
from folkmoot.characteristics.rules import Kind as AnswerKind
from folkmoot.foundation.fence import lifted
from folkmoot.voice.forms import results as adding_up
from folkmoot.voice.forms.models import Form, FormQuestion, FormSection, MonitoringCount, Response, ResponseAnswer
from folkmoot.voice.forms.results import Kept, Results
from folkmoot.voice.forms.rules import Asked, Kind, State, Texts, counting_over, state_of, still_takes
from folkmoot.voice.queries import points_of_origin

ORIGIN = "voice.form"
WALES = "cymru-wales"
COUNTED = Q(held_for="") | Q(decided=Response.Decision.TAKEN)
HELD = ~Q(held_for="") & Q(decided="")


def forms(viewer: Viewer) -> QuerySet[Form]:
    """The forms in sight, those that close last first; forms of the whole service are seen in every Area."""
    rows = within(viewer, Form.objects.select_related("area"), "forms.read", national_rows=True)
    return rows.annotate(
        counted=Count("responses", filter=Q(responses__held_for="") | Q(responses__decided="taken"), distinct=True),
        held=Count("responses", filter=~Q(responses__held_for="") & Q(responses__decided=""), distinct=True),
    ).order_by("-closes_on", "-pk")


def get_form(viewer: Viewer, form_id: int) -> Form:
    """One form in sight. Raises Form.DoesNotExist for one out of sight, as for one that does not exist."""
    return forms(viewer).get(pk=form_id)


def state_of_row(form: Form, today: date) -> State:
    return state_of(opened=form.opened_at is not None, closed=form.closed_at is not None, closes_on=form.closes_on, today=today)


def ended_on(form: Form, today: date) -> date | None:
    """The last day on which a closed form was open; None for one that is not closed."""
    if state_of_row(form, today) is not State.CLOSED:
        return None
    return min(timezone.localdate(form.closed_at), form.closes_on) if form.closed_at else form.closes_on


def is_counted(form: Form, today: date) -> bool:
    """Whether nothing more will be counted: see `rules.counting_over`."""
    return counting_over(ended_on=ended_on(form, today), finished=form.finished_at is not None, today=today)


def span_of(form: Form) -> tuple[datetime, datetime]:
    """The moments from which and before which an answer may be begun. Only for a form that was opened."""
    zone = timezone.get_current_timezone()
    first = datetime.combine(form.opens_on, time(), zone)
    last = datetime.combine(form.closes_on + timedelta(days=1), time(), zone)
    return first, min(last, form.closed_at) if form.closed_at else last


def takes(form: Form, *, began: datetime, at: datetime) -> bool:
    """Whether what was begun then may be sent now."""
    if form.opened_at is None:
        return False
    first, last = span_of(form)
    return still_takes(began=began, at=at, first=first, last=last)


def needs_welsh(form: Form) -> bool:
    """A form of Wales, or of the whole service, which Wales is a part of."""
    return form.area is None or form.area.code == WALES


def point_area(form: Form) -> Area | None:
    """Where what is said in a form is recorded: its own Area; for the whole service, headquarters (None where there is none)."""
    return form.area or Area.objects.filter(kind=Area.Kind.HEADQUARTERS, withdrawn_on__isnull=True).first()


@dataclass(frozen=True)
class Outline:
    """A form as it is asked: its pages, its questions in order with their wordings, and both as the rules need them.

    `every` holds the questions that were taken out as well.
    """

    form: Form
    sections: list[FormSection]
    questions: list[FormQuestion]
    every: list[FormQuestion]

    @property
    def asked(self) -> list[Asked]:
        return [asked_of(question) for question in self.questions]

    def on_page(self, section: FormSection) -> list[FormQuestion]:
        return [question for question in self.questions if question.section_id == section.pk]

    def get(self, question_id: int) -> FormQuestion:
        return next(question for question in self.every if question.pk == question_id)


def outline(form: Form) -> Outline:
    """The pages and questions of a form, read in three statements."""
    sections = list(form.sections.all())
    every = list(form.questions.select_related("section", "form__area").prefetch_related("wordings"))
    return Outline(form, sections, [each for each in every if each.withdrawn_at is None], every)


def asked_of(question: FormQuestion) -> Asked:
    section = question.section
    return Asked(
        id=question.pk, kind=Kind(question.kind), section=section.pk, required=question.required,
        options=tuple(option["key"] for option in question.wording.options), only_if=question.only_if_id,
        only_keys=tuple(question.only_keys), section_if=section.only_if_id, section_keys=tuple(section.only_keys),
    )  # fmt: skip


def texts_of(found: Outline) -> list[Texts]:
    """Everything of a form that people read, in both languages."""
    form = found.form
    consent = () if form.anonymous else ((form.consent_en, form.consent_cy),)
    texts = [Texts(_("title and introduction"), ((form.title_en, form.title_cy), (form.introduction_en, form.introduction_cy), *consent))]
    used = {question.section_id for question in found.questions}
    texts += [Texts(each.title_en, ((each.title_en, each.title_cy),)) for each in found.sections if each.pk in used]
    for number, question in enumerate(found.questions, 1):
        row = question.wording
        pairs = ((row.words_en, row.words_cy), (row.help_en, row.help_cy), (row.low_en, row.low_cy), (row.high_en, row.high_cy))
        choices = tuple((option["en"], option["cy"]) for option in row.options)
        texts.append(Texts(_("question %(number)s") % {"number": number}, pairs + choices))
    return texts


def schemes_to_offer(today: date) -> list[Scheme]:
    """The equality questions that a form may ask: one answer each, in use, and recorded by the person themselves."""
    rows = list_schemes(NOBODY).filter(multiple=False).exclude(characteristic__in=["circumstance", "ethnicity_officer_perceived"])
    return [row for row in rows if (row.ends is None or row.ends >= today) and not row.code.endswith(("-case-file", "-stop-and-search"))]


def categories_asked(form: Form) -> list[tuple[Scheme, list[Category]]]:
    """The equality questions of a form with what may be answered; “prefer not to say” is the page's own."""
    rows = list_schemes(NOBODY).filter(pk__in=form.schemes.values("pk"))
    return [(row, [each for each in row.categories.all() if each.kind == AnswerKind.ANSWER]) for row in rows]


def public_form(code: str) -> Form | None:
    """The form that a short code opens, whatever its days; None for a draft, as for a code that does not exist."""
    return Form.objects.select_related("area").filter(code=code.lower(), opened_at__isnull=False).first()


def held_responses(viewer: Viewer, form: Form) -> QuerySet[Response]:
    """What somebody should look at before it is counted, the latest first; none for those who may not decide it."""
    rows = within(viewer, Response.objects.filter(HELD, form=form), "forms.write", area="form__area_id")
    return rows.select_related("form__area").prefetch_related("answers__question__wordings", "answers__wording").order_by("-on", "pk")


def next_sheet(form: Form, batch: str) -> int:
    """The number of the next sheet of paper of a batch."""
    found = form.responses.filter(batch=batch).aggregate(last=Max("sheet"))["last"]
    return (found or 0) + 1


def people_to_tell(viewer: Viewer, form: Form) -> QuerySet[Response]:
    """Those who left a name or an address to be told what became of it, and whose time of keeping has not run out.

    Only for those who write this form: to write to people is their work, and a form of the whole service is headquarters'.
    """
    rows = Response.objects.filter(COUNTED, ~Q(name="") | ~Q(address=""), form=form)
    return within(viewer, rows, "forms.write", area="form__area_id").select_related("form").order_by("on", "pk")


def answers_of(questions: Iterable[FormQuestion]) -> QuerySet[ResponseAnswer]:
    """The counted answers to questions."""
    taken = Q(response__held_for="") | Q(response__decided=Response.Decision.TAKEN)
    return ResponseAnswer.objects.filter(taken, question__in=list(questions))


def reads_identifying(viewer: Viewer, form: Form) -> bool:
    """Whether the viewer may read words in this form that may tell who somebody is."""
    return viewer.sight("voice.restricted").holds(form.area_id)


@lifted()
def kept_back(viewer: Viewer, form: Form, answers: Iterable[ResponseAnswer]) -> dict[object, Kept]:
    """Which of these answers the viewer may not read, and why, by id: nobody reads here what the points themselves hide from them."""
    in_sight = set(points_of_origin(viewer, ORIGIN, form.pk).values_list("pk", flat=True))
    identifying, areas = reads_identifying(viewer, form), viewer.sight("voice.read")
    found: dict[object, Kept] = {}
    for answer in answers:
        rows = answer.points.all()
        if any(not areas.holds(point.area_id) for point in rows):
            found[answer.pk] = Kept.ELSEWHERE
        elif any(point.pk not in in_sight for point in rows) or (answer.response.may_identify and not identifying):
            found[answer.pk] = Kept.RESTRICTED
    return found


@lifted()
def results(viewer: Viewer, form: Form, *, today: date) -> Results:
    """What the counted answers of a form in sight add up to, question by question; the equality counts once counting is over.

    Words are shown to those who may read the points they became: see `kept_back`.
    Raises Form.DoesNotExist for a form out of sight.
    """
    seen = get_form(viewer, form.pk)
    found = outline(seen)
    counted = list(seen.responses.filter(COUNTED).values_list("on", "channel", "language"))
    answers = list(answers_of(found.every).prefetch_related("points").select_related("response").order_by("question_id", "pk"))
    for answer in answers:
        answer.response.form = seen
    waiting = seen.responses.filter(HELD).count()
    refused = seen.responses.filter(decided=Response.Decision.REFUSED).count()
    routes = adding_up.routes(found, answers)
    rows = MonitoringCount.objects.filter(form=seen).select_related("scheme", "category").order_by("scheme__characteristic", "id")
    monitoring = adding_up.monitoring(list(rows)) if is_counted(seen, today) else []
    return adding_up.add_up(
        found, counted, answers, routes, kept=kept_back(viewer, seen, answers), held=waiting, refused=refused, monitoring=monitoring,
        counted_out=is_counted(seen, today),
    )  # fmt: skip
