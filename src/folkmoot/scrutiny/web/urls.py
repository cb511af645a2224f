"""Addresses of scrutiny for the service; each sub-room's own stand in its web/urls.py."""

from django.urls import URLPattern, URLResolver, include, path

from folkmoot.scrutiny.web import views

app_name = "scrutiny"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="list"),
    path("", include("folkmoot.scrutiny.frames.web.urls")),
    path("", include("folkmoot.scrutiny.draws.web.urls")),
    path("", include("folkmoot.scrutiny.packs.web.urls")),
    path("", include("folkmoot.scrutiny.assessment.web.urls")),
    path("", include("folkmoot.scrutiny.learning.web.urls")),
    path("", include("folkmoot.scrutiny.impact.web.urls")),
    path("", include("folkmoot.scrutiny.signals.web.urls")),
]
