"""Addresses of learning, for panel members."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.scrutiny.learning.web import member_views

urlpatterns: list[URLPattern | URLResolver] = [path("learning/", member_views.came_of_it, name="learning")]
