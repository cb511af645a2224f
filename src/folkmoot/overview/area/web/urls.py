from django.urls import path

from folkmoot.overview.area.web import views

urlpatterns = [
    path("<slug:code>/", views.area_page, name="area_page"),
    path("<slug:code>/handover", views.handover, name="handover"),
    path("<slug:code>/<slug:county>/", views.area_page, name="county_page"),
]
