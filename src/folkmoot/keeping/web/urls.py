from django.urls import path

from folkmoot.keeping.web import views

app_name = "keeping"
urlpatterns = [path("", views.home, name="home")]
