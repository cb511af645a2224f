"""Addresses of counts by unit."""

from django.urls import path

from folkmoot.workforce.objectives.web import views

urlpatterns = [
    path("objectives/", views.listing, name="objectives"),
    path("objectives/record", views.record, name="record_count"),
    path("objectives/record-many", views.record_table, name="record_counts"),
]
