"""Addresses of sources, of their columns, and of loads."""

from django.urls import URLPattern, path

from folkmoot.casework.sources.web import layout_views, load_views, views

urlpatterns: list[URLPattern] = [
    path("sources/", views.listing, name="sources"),
    path("sources/new/", views.declare, name="source_new"),
    path("sources/<int:source_id>/", views.detail, name="source"),
    path("sources/<int:source_id>/change/", views.change, name="source_change"),
    path("sources/<int:source_id>/columns/", layout_views.bring, name="source_columns"),
    path("sources/<int:source_id>/columns/<str:token>/", layout_views.roles, name="source_roles"),
    path("sources/<int:source_id>/columns/<str:token>/values/", layout_views.values, name="source_values"),
    path("sources/<int:source_id>/load/", load_views.bring, name="source_load"),
    path("sources/<int:source_id>/load/<str:token>/", load_views.look, name="source_look"),
    path("sources/<int:source_id>/load/<str:token>/forget/", load_views.forget, name="source_forget"),
    path("loads/<int:load_id>/", views.load, name="load"),
    path("loads/<int:load_id>/take-back/", views.take_back, name="load_take_back"),
]
