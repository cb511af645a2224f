from django.urls import path

from folkmoot.wholesale.web import views

app_name = "wholesale"
urlpatterns = [path("", views.home, name="home")]
