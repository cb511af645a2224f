"""The public site: its front page, a page for each Area, how to take part, the register of releases with its feed, and a search."""

from django.urls import path

from folkmoot.site.web import views

app_name = "site"
urlpatterns = [
    path("", views.front, name="front"),
    path("areas/", views.areas, name="areas"),
    path("areas/<slug:code>/", views.area, name="area"),
    path("take-part/", views.take_part, name="take_part"),
    path("statements/", views.statements, name="statements"),
    path("releases/", views.releases, name="releases"),
    path("releases/feed", views.feed, name="feed"),
    path("search", views.search, name="search"),
]
