"""The open data: a page that explains it, its description, and each collection and row at an address that stays."""

from django.urls import path

from folkmoot.site.open_data.web import views

app_name = "open_data"
urlpatterns = [
    path("", views.about, name="about"),
    path("v1/openapi.json", views.description, name="description"),
    path("v1/<slug:name>", views.listing, name="listing"),
    path("v1/<slug:name>/<str:key>", views.single, name="single"),
]
