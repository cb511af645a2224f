from django.urls import path

from folkmoot.characteristics.web import views

app_name = "characteristics"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("<slug:code>/", views.detail_page, name="detail"),
]
