"""Addresses of the workbench."""

from django.urls import path

from folkmoot.casework.workbench.web import published_views, saved_views, views

urlpatterns = [
    path("workbench/", views.home, name="workbench"),
    path("workbench/compare/", saved_views.compare, name="workbench_compare"),
    path("workbench/published/<int:source>/", published_views.show, name="published_view"),
    path("workbench/published/<int:source>/data.<str:kind>", published_views.download, name="published_data"),
    path("workbench/saved/<int:pk>/", saved_views.saved, name="saved_view"),
    path("workbench/saved/<int:pk>/change/", saved_views.change, name="change_saved_view"),
    path("workbench/saved/<int:pk>/remove/", saved_views.remove, name="remove_saved_view"),
    path("workbench/saved/<int:pk>/action/", saved_views.action, name="saved_view_action"),
    path("workbench/<int:source>/", views.show, name="workbench_view"),
    path("workbench/<int:source>/save/", saved_views.save, name="save_view"),
    path("workbench/<int:source>/signal/", views.signal, name="workbench_signal"),
    path("workbench/<int:source>/data.<str:kind>", views.download, name="workbench_data"),
]
