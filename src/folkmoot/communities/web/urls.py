from django.urls import path

from folkmoot.communities.succession.web import views as succession
from folkmoot.communities.web import theme_views, views

app_name = "communities"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("themes/", theme_views.themes, name="themes"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change", views.change, name="change"),
    path("<int:pk>/end", views.end, name="end"),
    path("<int:pk>/resume", views.resume, name="resume"),
    path("<int:pk>/trust", views.trust, name="trust"),
    path("<int:pk>/count", views.count, name="count"),
    path("<int:pk>/merge", succession.merge, name="merge"),
    path("<int:pk>/split", succession.split, name="split"),
    path("<int:pk>/undo/<int:step>", succession.undo, name="undo"),
]
