from django.urls import path

from folkmoot.strategy.web import views

app_name = "strategy"
urlpatterns = [path("", views.list_page, name="list")]
