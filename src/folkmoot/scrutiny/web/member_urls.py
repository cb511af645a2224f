"""Addresses of cases to review, for panel members; each sub-room's own stand in its web/member_urls.py."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "my_cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("folkmoot.scrutiny.assessment.web.member_urls")),
    path("", include("folkmoot.scrutiny.draws.web.member_urls")),
    path("", include("folkmoot.scrutiny.learning.web.member_urls")),
    path("", include("folkmoot.scrutiny.packs.web.member_urls")),
]
