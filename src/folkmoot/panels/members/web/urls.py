"""Addresses of the members of panels; the names live in “panels”."""

from django.urls import URLPattern, path

from folkmoot.panels.members.web import own, recording, seating, views

urlpatterns: list[URLPattern] = [
    path("members/", views.listing, name="members"),
    path("members/kept", views.kept, name="members_kept"),
    path("members/of/<slug:code>/", views.of_panel, name="panel_members"),
    path("members/of/<slug:code>/appoint", seating.choose, name="choose_member"),
    path("members/of/<slug:code>/appoint/<int:contact>", seating.appoint, name="appoint_member"),
    path("members/of/<slug:code>/chair", seating.hand_over, name="hand_over_chair"),
    path("members/mine/<slug:code>/", own.seat, name="my_seat"),
    path("members/mine/<slug:code>/sign", own.sign, name="sign_undertaking"),
    path("members/mine/<slug:code>/declare", own.declare, name="declare_my_interest"),
    path("members/mine/<slug:code>/interests/<int:interest_id>/end", own.end_interest, name="end_my_interest"),
    path("members/<int:pk>/", views.detail, name="member"),
    path("members/<int:pk>/change", seating.change, name="change_member"),
    path("members/<int:pk>/renew", seating.renew, name="renew_member"),
    path("members/<int:pk>/leave", seating.leave, name="member_leaves"),
    path("members/<int:pk>/step-down", seating.step_down, name="member_steps_down"),
    path("members/<int:pk>/sign-in", seating.ask_to_sign_in, name="ask_member_to_sign_in"),
    path("members/<int:pk>/sign-in/take-back", seating.take_back_sign_in, name="take_back_member_sign_in"),
    path("members/<int:pk>/undertaking", recording.undertaking, name="member_undertaking"),
    path("members/<int:pk>/vetting", recording.vetting, name="member_vetting"),
    path("members/<int:pk>/training", recording.training, name="member_training"),
    path("members/<int:pk>/interest", recording.interest, name="member_interest"),
    path("members/<int:pk>/interests/<int:interest_id>/end", recording.end_interest, name="end_member_interest"),
]
