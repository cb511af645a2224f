from django.urls import path

from folkmoot.actions.web import views

app_name = "actions"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("<int:action_id>/", views.detail, name="detail"),
    path("<int:action_id>/change", views.change, name="change"),
    path("<int:action_id>/progress", views.progress, name="progress"),
    path("<int:action_id>/evidence", views.evidence, name="evidence"),
]
