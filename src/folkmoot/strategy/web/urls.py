from django.urls import include, path

from folkmoot.strategy.web import views

app_name = "strategy"
urlpatterns = [path("", views.list_page, name="list"), path("trends/", include("folkmoot.strategy.trends.web.urls"))]
