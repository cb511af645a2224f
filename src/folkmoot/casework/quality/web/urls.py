"""Addresses of data quality."""

from django.urls import path

from folkmoot.casework.quality.web import plan_views, views

urlpatterns = [
    path("quality/", views.home, name="quality"),
    path("quality/plans/", plan_views.listing, name="improvements"),
    path("quality/plans/<int:pk>/", plan_views.detail, name="improvement"),
    path("quality/plans/<int:pk>/step/", plan_views.step, name="improvement_step"),
    path("quality/plans/<int:pk>/action/", plan_views.action, name="improvement_action"),
    path("quality/<int:source>/", views.source, name="quality_source"),
    path("quality/<int:source>/field/", views.field, name="quality_field"),
    path("quality/<int:source>/beside/<int:other>/", views.beside, name="quality_beside"),
    path("quality/<int:source>/force/", views.force_sheet, name="quality_force"),
    path("quality/<int:source>/plan/", plan_views.new, name="new_improvement"),
    path("quality/<int:source>/file.<str:kind>", views.download, name="quality_file"),
]
