"""What anybody gets of published texts in other forms, each at an address of its own."""

from django.urls import path

from folkmoot.site.formats.web import views

app_name = "other_formats"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.text, name="text"),
    path("<int:pk>/easy-read/", views.easy, name="easy"),
    path("easy-read/picture/<int:pk>", views.picture, name="picture"),
    path("<int:pk>/file", views.file, name="file"),
    path("<int:pk>/transcript.txt", views.transcript, name="transcript"),
]
