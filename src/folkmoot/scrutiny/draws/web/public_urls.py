"""The page on which anybody checks a draw in their own browser."""

from django.urls import path

from folkmoot.scrutiny.draws.web import public_views

urlpatterns = [
    path("", public_views.check_a_draw, name="check_a_draw"),
    path("page", public_views.the_page, name="check_a_draw_page"),
]
