"""Addresses of packs, for panel members."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.scrutiny.packs.web import member

urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/<int:pk>/", member.read, name="pack"),
    path("cases/<int:pk>/i-know-somebody", member.known, name="pack_known"),
]
