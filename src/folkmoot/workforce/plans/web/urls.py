"""Addresses of local plans."""

from django.urls import path

from folkmoot.workforce.plans.web import views

urlpatterns = [
    path("plans/", views.listing, name="plans"),
    path("plans/of/<int:unit>/new", views.begin, name="begin_plan"),
    path("plans/<int:pk>/", views.detail, name="unit_plan"),
    path("plans/<int:pk>/review", views.review, name="review_plan"),
]
