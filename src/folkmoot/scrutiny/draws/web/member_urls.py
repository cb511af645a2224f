"""Addresses of draws, for panel members."""

from django.urls import path

from folkmoot.scrutiny.draws.web import members

urlpatterns = [
    path("draws/", members.listing, name="draws"),
    path("draws/<int:pk>/", members.detail, name="draw"),
    path("draws/<int:pk>/seal", members.seal, name="seal"),
    path("draws/<int:pk>/open", members.open_it, name="open"),
    path("draws/<int:pk>/list", members.the_list, name="draw_list"),
    path("draws/<int:pk>/receipt", members.receipt, name="draw_receipt"),
    path("drawn/<int:pk>/tied", members.tie, name="tied"),
]
