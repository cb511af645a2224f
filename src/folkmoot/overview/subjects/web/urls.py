from django.urls import path

from folkmoot.overview.subjects.web import views

urlpatterns = [
    path("", views.search, name="subjects"),
    path("<str:key>/", views.give, name="subject"),
]
