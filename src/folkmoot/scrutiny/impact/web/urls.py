"""Addresses of community impact statements."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.scrutiny.impact.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("impact/", views.listing, name="impact"),
    path("impact/new", views.ask, name="ask_impact"),
    path("impact/<int:pk>/", views.detail, name="impact_statement"),
    path("impact/<int:pk>/versions/<int:number>/", views.paper, name="impact_paper"),
    path("impact/<int:pk>/write", views.write, name="write_impact"),
    path("impact/<int:pk>/supplied", views.supply, name="supply_impact"),
    path("impact/<int:pk>/authors", views.author, name="impact_author"),
    path("impact/<int:pk>/use", views.use, name="use_impact"),
    path("impact/<int:pk>/uses/<int:use>/served", views.served, name="impact_served"),
    path("impact/<int:pk>/uses/<int:use>/outcome", views.outcome, name="impact_outcome"),
    path("impact/<int:pk>/withdraw", views.withdraw, name="withdraw_impact"),
]
