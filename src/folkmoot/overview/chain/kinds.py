"""The kinds of rows a chain is made of: where each is read in the viewer's sight, and which page is its own.

To add a kind: a line here, its lines in `links`, and what it says in `entries`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.minimum.models import MinimumItem
from folkmoot.actions.minimum.queries import items
from folkmoot.actions.models import Action
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.plans.queries import plans
from folkmoot.actions.queries import actions
from folkmoot.casework.models import Analysis
from folkmoot.casework.queries import analyses
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.queries import signals
from folkmoot.communities.models import Community
from folkmoot.communities.queries import communities
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.queries import assessments
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import consultations
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries import decisions
from folkmoot.engagement.conversations.models import Conversation
from folkmoot.engagement.conversations.queries import conversations
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import activities
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.queries import recommendations
from folkmoot.scrutiny.learning.models import LearningPoint
from folkmoot.scrutiny.learning.queries import learning
from folkmoot.stakeholders.queries import contacts, organisations
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.measures.queries import measures, observations
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.queries import list_commitments
from folkmoot.strategy.trends.models import Trend
from folkmoot.strategy.trends.queries import trends
from folkmoot.voice.forms.models import Form
from folkmoot.voice.forms.queries import forms
from folkmoot.voice.issues.models import Issue
from folkmoot.voice.issues.queries import issues
from folkmoot.voice.models import Point
from folkmoot.voice.published.models import Entry
from folkmoot.voice.published.queries import entries
from folkmoot.voice.queries import points


@dataclass(frozen=True)
class Kind:
    """`rows` gives those in a viewer's sight with all that is said of them, in a constant number of queries.

    `sensitive`: that they were shown is logged. `named`: the field that says what a row is about ("" where none does).
    """

    label: Promise
    capability: str
    model: type[Model]
    rows: Callable[[Viewer], QuerySet[Any]]
    route: str
    sensitive: bool = False
    named: str = "title"

    def seen(self, viewer: Viewer, ids: Collection[int]) -> QuerySet[Any]:
        """Those of these rows that the viewer may see, the newest first."""
        rows = self.rows(viewer).filter(pk__in=list(ids)).order_by("-pk")
        return rows if viewer.may(self.capability) else rows.none()

    def exists(self, ids: Collection[int]) -> int:
        """How many of these rows there are, whoever may see them."""
        return self.model._default_manager.filter(pk__in=list(ids)).count()


def _activities(viewer: Viewer) -> QuerySet[Activity]:
    people = Prefetch("contacts", contacts(viewer), to_attr="known_people")
    groups = Prefetch("organisations", organisations(viewer), to_attr="known_groups")
    return activities(viewer).prefetch_related(people, groups)


def _measures(viewer: Viewer) -> QuerySet[Measure]:
    return measures(viewer).prefetch_related(Prefetch("observations", observations(viewer), to_attr="seen_figures"))


KINDS: dict[str, Kind] = {
    "communities.community": Kind(_("A community"), "communities.read", Community, communities, "communities:detail", named="name"),
    "engagement.activity": Kind(_("An activity"), "engagement.read", Activity, _activities, "engagement:detail"),
    "engagement.conversation": Kind(
        _("A conversation with staff"), "engagement.read", Conversation, conversations, "engagement:conversation", sensitive=True,
        named="theme",
    ),
    "voice.form": Kind(_("A form of ours"), "forms.read", Form, forms, "voice:form", named="title_en"),
    "voice.point": Kind(
        _("A point that a community raised"), "voice.read", Point,
        lambda viewer: points(viewer).prefetch_related("answers__by", "tellings__by"), "voice:detail", sensitive=True, named="words",
    ),
    "voice.issue": Kind(_("An issue of several points"), "voice.read", Issue, issues, "voice:issue"),
    "casework.analysis": Kind(_("A comparison of casework"), "casework.read", Analysis, analyses, "casework:detail"),
    "casework.signal": Kind(
        _("A difference that needed review"), "signals.read", Signal, signals, "casework:signal", sensitive=True, named="group"
    ),
    "strategy.trend": Kind(_("A trend or priority"), "reference.read", Trend, trends, "strategy:trend"),
    "decisions.assessment": Kind(
        _("An equality impact assessment"), "assessments.read", Assessment,
        lambda viewer: assessments(viewer).prefetch_related("reviews"), "decisions:assessment",
    ),
    "decisions.consultation": Kind(
        _("A consultation"), "consultations.read", Consultation,
        lambda viewer: consultations(viewer).prefetch_related("tellings"), "decisions:consultation", named="title_en",
    ),
    "decisions.decision": Kind(_("A decision"), "decisions.read", Decision, decisions, "decisions:detail"),
    "strategy.commitment": Kind(
        _("A commitment of a strategy"), "actions.read", Commitment,
        lambda viewer: list_commitments(viewer).prefetch_related("standings"), "actions:commitment", named="words_en",
    ),
    "actions.minimum": Kind(_("The minimum set of actions"), "actions.read", MinimumItem, items, "actions:minimum_item"),
    "actions.plan": Kind(_("An action plan"), "actions.read", Plan, plans, "actions:plan"),
    "actions.action": Kind(
        _("An action"), "actions.read", Action,
        lambda viewer: actions(viewer).select_related("moves").prefetch_related("progress", "evidence", "reviews"), "actions:detail",
    ),
    "voice.entry": Kind(
        _("“You said, we did”"), "voice.read", Entry, lambda viewer: entries(viewer).prefetch_related("editions__editiontexts"),
        "voice:published-entry", named="",
    ),
    "panels.recommendation": Kind(
        _("A panel’s recommendation"), "panels.read", Recommendation, recommendations, "panels:recommendation", named="words_en"
    ),
    "scrutiny.learning": Kind(
        _("What a panel learned from cases"), "scrutiny.read", LearningPoint, learning, "scrutiny:learning_point", named="words_en"
    ),
    "strategy.measure": Kind(_("A measure"), "reference.read", Measure, _measures, "strategy:measure", named="name_en"),
}  # fmt: skip
