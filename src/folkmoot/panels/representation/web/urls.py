"""Addresses at which it is seen for whom panels can speak, below /panels/."""

from django.urls import path

from folkmoot.panels.representation.web import views

urlpatterns = [
    path("representation/", views.listing, name="representation"),
    path("representation/<slug:code>/", views.detail, name="representation_of"),
    path("representation/<slug:code>/statement", views.said, name="representation_statement"),
]
