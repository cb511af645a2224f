"""Addresses of signals in the workforce."""

from django.urls import path

from folkmoot.workforce.signals.web import views

urlpatterns = [
    path("signals/", views.listing, name="signals"),
    path("signals/raise", views.raise_one, name="raise_signal"),
]
