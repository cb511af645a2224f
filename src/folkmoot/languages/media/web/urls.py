"""Addresses of films, readings and large print, within those of the languages room."""

from django.urls import path

from folkmoot.languages.media.web import views

urlpatterns = [
    path("<int:pk>/media/", views.listing, name="media"),
    path("<int:pk>/media/new", views.attach, name="medium_new"),
    path("media/<int:pk>/", views.detail, name="medium"),
    path("media/<int:pk>/file", views.file, name="medium_file"),
    path("media/<int:pk>/confirm", views.confirm, name="medium_confirm"),
    path("media/<int:pk>/send-back", views.send_back, name="medium_send_back"),
    path("media/<int:pk>/release", views.release, name="medium_release"),
    path("media/<int:pk>/withdraw", views.withdraw, name="medium_withdraw"),
    path("media/<int:pk>/remove", views.remove, name="medium_remove"),
]
