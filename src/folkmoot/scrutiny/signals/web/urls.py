"""Addresses of signals before panels."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.scrutiny.signals.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("signals/", views.listing, name="signals"),
    path("signals/<int:signal>/cases", views.bring, name="signal_cases"),
    path("signals/readings/<int:pk>/", views.reading, name="signal_reading"),
]
