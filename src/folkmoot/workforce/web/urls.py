"""Addresses of figures about staff; each sub-room's own stand in its web/urls.py."""

from django.urls import URLPattern, URLResolver, include, path

from folkmoot.workforce.web import views

app_name = "workforce"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("units/", views.listing, name="units"),
    path("units/<int:pk>/", views.change, name="change_unit"),
    path("questions/", views.asked, name="questions"),
    *(
        path("", include(f"folkmoot.workforce.{room}.web.urls"))
        for room in ("headcounts", "representation", "targets", "survey", "objectives", "culture", "plans", "signals")
    ),
]
