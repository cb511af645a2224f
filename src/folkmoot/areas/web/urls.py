from django.urls import path

from folkmoot.areas.authorities.web import bringing
from folkmoot.areas.authorities.web import views as authorities
from folkmoot.areas.web import views

app_name = "areas"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("authorities/", authorities.listing, name="authorities"),
    path("authorities/<slug:code>/", authorities.detail, name="authority"),
    path("brought-in/", bringing.brought_in, name="brought_in"),
    path("brought-in/new/", bringing.bring_in, name="bring_in"),
    path("brought-in/<str:token>/", bringing.check, name="check_places"),
    path("brought-in/<str:token>/forget/", bringing.forget, name="forget_places"),
    path("<slug:code>/", views.detail_page, name="detail"),
]
