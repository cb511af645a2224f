from django.urls import path

from folkmoot.communities.web import views

app_name = "communities"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change", views.change, name="change"),
    path("<int:pk>/end", views.end, name="end"),
    path("<int:pk>/resume", views.resume, name="resume"),
]
