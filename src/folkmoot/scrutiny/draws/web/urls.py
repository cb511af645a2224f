"""Addresses of draws, for the service."""

from django.urls import path

from folkmoot.scrutiny.draws.web import doing, views

urlpatterns = [
    path("draws/", views.listing, name="draws"),
    path("draws/new", doing.choose_frame, name="new_draw"),
    path("draws/from/<int:frame>", doing.new, name="draw_from"),
    path("draws/<int:pk>/", views.detail, name="draw"),
    path("draws/<int:pk>/change", doing.change, name="change_draw"),
    path("draws/<int:pk>/commit", doing.commit, name="commit"),
    path("draws/<int:pk>/seal", doing.enter_seal, name="enter_seal"),
    path("draws/<int:pk>/close", doing.close, name="close_sealing"),
    path("draws/<int:pk>/draw", doing.draw, name="draw_cases"),
    path("draws/<int:pk>/give-up", doing.give_up, name="give_up"),
    path("draws/<int:pk>/move", doing.move, name="move_draw"),
    path("draws/<int:pk>/list", views.the_list, name="draw_list"),
    path("draws/<int:pk>/receipt", views.receipt, name="draw_receipt"),
    path("drawn/<int:pk>/replace", doing.replace, name="replace"),
]
