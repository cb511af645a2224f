"""Addresses of representation."""

from django.urls import path

from folkmoot.workforce.representation.web import views

urlpatterns = [
    path("representation/", views.listing, name="representation"),
    path("representation/table.<str:ending>", views.download, name="representation_file"),
]
