from django.urls import path

from folkmoot.engagement.conversations.web import views

urlpatterns = [
    path("", views.listing, name="conversations"),
    path("log", views.log, name="conversation-log"),
    path("me", views.interests, name="interests"),
    path("me/take-back", views.take_back, name="interests-take-back"),
    path("<int:pk>/", views.detail, name="conversation"),
    path("<int:pk>/change", views.change, name="conversation-change"),
]
