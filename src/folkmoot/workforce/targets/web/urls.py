"""Addresses of targets and declaration."""

from django.urls import path

from folkmoot.workforce.targets.web import views

urlpatterns = [
    path("targets/<slug:key>/", views.target, name="target"),
    path("targets/<slug:key>/change", views.change, name="change_target"),
    path("declaration/", views.declaration, name="declaration"),
    path("declaration/table.<str:ending>", views.download, name="declaration_file"),
    path("declaration/review", views.review, name="review_declaration"),
]
