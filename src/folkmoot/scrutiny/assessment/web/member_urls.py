"""Addresses of judging, for panel members."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.scrutiny.assessment.web import member, together

urlpatterns: list[URLPattern | URLResolver] = [
    path("", member.home, name="home"),
    path("judge/<int:pk>/", member.judge, name="judge"),
    path("judge/<int:pk>/check", member.check, name="check"),
    path("judge/<int:pk>/aside", member.aside, name="aside"),
    path("judge/<int:pk>/together", together.together, name="together"),
    path("judge/<int:pk>/show", together.show, name="show"),
    path("judge/<int:pk>/joint", together.joint, name="joint"),
    path("judge/<int:pk>/dissent", together.dissent, name="dissent"),
]
