"""What anybody may open: the adverts, the form by which people apply, and what somebody who applied sees by their own link."""

from django.urls import path

from folkmoot.panels.recruitment.web import public

app_name = "take_part"
urlpatterns = [
    path("", public.listing, name="list"),
    path("mine/<str:token>/", public.mine, name="mine"),
    path("<int:pk>/", public.advert, name="advert"),
    path("<int:pk>/apply", public.apply, name="apply"),
]
