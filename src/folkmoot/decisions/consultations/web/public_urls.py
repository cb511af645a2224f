"""What anybody may open: the consultations of the service, those that are open and those that are over with what came of them."""

from django.urls import path

from folkmoot.decisions.consultations.web import public

app_name = "consultations"
urlpatterns = [
    path("", public.listing, name="list"),
    path("<int:pk>/", public.detail, name="detail"),
]
