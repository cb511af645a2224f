from django.urls import include, path, re_path

from folkmoot.engagement.confidence.web import views as confidence
from folkmoot.engagement.finishing.web import views as finishing
from folkmoot.engagement.papers.web import views as papers
from folkmoot.engagement.reach.web import community  # noqa: F401  # `community` puts its part on a community's page
from folkmoot.engagement.reach.web import views as reach
from folkmoot.engagement.web import adding_up, log, views

app_name = "engagement"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("log", log.log, name="log"),
    path("calendar/", include("folkmoot.engagement.calendar.web.urls")),
    path("figures/", adding_up.figures, name="figures"),
    path("figures/engagement.<str:kind>", adding_up.take_out, name="figures_file"),
    path("reach/", reach.reach, name="reach"),
    path("reach/grid.<str:ending>", reach.grid, name="reach_grid"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change", views.change, name="change"),
    path("<int:pk>/record", views.record, name="record"),
    path("<int:pk>/point", views.point, name="point"),
    path("<int:pk>/evaluation", finishing.evaluation, name="evaluation"),
    path("<int:pk>/people", finishing.people, name="people"),
    path("<int:pk>/used", finishing.used, name="used"),
    path("<int:pk>/papers/new", papers.add, name="paper_add"),
    path("<int:pk>/papers/<int:paper>", papers.take_out, name="paper"),
    path("<int:pk>/papers/<int:paper>/remove", papers.remove, name="paper_remove"),
    path("<int:pk>/confidence", confidence.sheet, name="confidence"),
    path("<int:pk>/confidence/stop", confidence.stop, name="confidence_stop"),
    re_path(r"^(?P<pk>[0-9]+)/confidence/(?P<phase>before|after)$", confidence.poster, name="confidence_poster"),
    re_path(r"^(?P<pk>[0-9]+)/confidence/(?P<phase>before|after)\.svg$", confidence.code, name="confidence_code"),
    path("<int:pk>/close", views.close, name="close"),
    path("<int:pk>/cancel", views.cancel, name="cancel"),
    path("<int:pk>/reopen", views.reopen, name="reopen"),
    path("briefings/", include("folkmoot.engagement.briefings.web.urls")),
    path("volunteering/", include("folkmoot.engagement.volunteering.web.urls")),
    path("conversations/", include("folkmoot.engagement.conversations.web.urls")),
    path("bulletins/", include("folkmoot.engagement.bulletins.web.urls")),
]
