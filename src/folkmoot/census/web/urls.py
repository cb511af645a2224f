from django.urls import path

from folkmoot.census.web import uploads, views

app_name = "census"
urlpatterns = [
    path("", views.home, name="home"),
    path("england-and-wales/", views.national, name="national"),
    path("totals/", views.totals, name="totals"),
    path("bring-in/", uploads.choose, name="bring_in"),
    path("bring-in/<str:token>/", uploads.check, name="bring_in_check"),
    path("bring-in/<str:token>/forget", uploads.forget, name="bring_in_forget"),
    path("<str:kind>/<slug:code>/", views.profile, name="profile"),
]
