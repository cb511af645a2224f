from django.urls import path

from folkmoot.stakeholders.sources.web import views

urlpatterns = [
    path("", views.listing, name="sources"),
    path("new", views.new, name="new_source"),
    path("<int:pk>/", views.detail, name="source"),
    path("<int:pk>/change", views.change, name="change_source"),
    path("<int:pk>/receipt", views.receipt, name="source_receipt"),
    path("<int:pk>/end", views.end, name="end_source"),
    path("<int:pk>/expect", views.expect, name="expect_source"),
]
