"""Addresses of networks, standards and accreditations."""

from django.urls import path

from folkmoot.workforce.culture.web import views

urlpatterns = [
    path("culture/", views.listing, name="culture"),
    path("culture/networks/new", views.new_network, name="new_network"),
    path("culture/networks/<int:pk>/", views.network, name="network"),
    path("culture/networks/<int:pk>/change", views.change_network, name="change_network"),
    path("culture/networks/<int:pk>/event", views.record_event, name="network_event"),
    path("culture/standards/new", views.standard, name="new_standard"),
    path("culture/standards/<int:pk>/", views.standard, name="standard"),
    path("culture/accreditations/new", views.accreditation, name="new_accreditation"),
    path("culture/accreditations/<int:pk>/", views.accreditation, name="accreditation"),
]
