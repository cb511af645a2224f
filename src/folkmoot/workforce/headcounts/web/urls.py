"""Addresses of headcounts that were brought in."""

from django.urls import path

from folkmoot.workforce.headcounts.web import views

urlpatterns = [
    path("figures/", views.listing, name="loads"),
    path("figures/bring-in/", views.choose, name="bring_in_headcounts"),
    path("figures/bring-in/<str:token>/", views.check, name="check_headcounts"),
    path("figures/<int:pk>/", views.load, name="load"),
    path("figures/<int:pk>/take-back", views.take_back, name="take_back_headcounts"),
]
