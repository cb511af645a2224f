from django.urls import path

from folkmoot.areas.web import views

app_name = "areas"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("<slug:code>/", views.detail_page, name="detail"),
]
