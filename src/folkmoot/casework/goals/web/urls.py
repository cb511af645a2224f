"""Addresses of goals."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.casework.goals.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("goals/", views.listing, name="goals"),
    path("goals/new/", views.choose, name="goal_choose"),
    path("goals/new/<int:source>/", views.new, name="goal_new"),
    path("goals/<int:pk>/", views.detail, name="goal"),
    path("goals/<int:pk>/change/", views.change, name="goal_change"),
    path("goals/<int:pk>/publish/", views.publish, name="goal_publish"),
    path("goals/<int:pk>/end/", views.end, name="goal_end"),
]
