"""Addresses of lists of finalised cases, for the service."""

from django.urls import path

from folkmoot.scrutiny.frames.web import bringing, views

urlpatterns = [
    path("lists/", views.listing, name="frames"),
    path("lists/new", bringing.new, name="new_frame"),
    path("lists/sent/<str:token>/columns", bringing.columns, name="frame_columns"),
    path("lists/sent/<str:token>/words", bringing.meaning, name="frame_meaning"),
    path("lists/sent/<str:token>/forget", bringing.forget, name="forget_frame"),
    path("lists/<int:pk>/", views.detail, name="frame"),
    path("lists/<int:pk>/refused", views.refused, name="frame_refused"),
    path("lists/<int:pk>/withdraw", views.withdraw, name="withdraw_frame"),
    path("lists/<int:pk>/tied", views.tie, name="frame_tie"),
    path("lists/<int:pk>/keep-out", views.keep_out, name="keep_out"),
    path("cases/<int:pk>/identity", views.identity, name="identity"),
]
