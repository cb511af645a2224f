"""What anybody may read without an account: the Areas, what each published, and one entry at an address that stays."""

from django.urls import path

from folkmoot.voice.published.web import public

app_name = "said"
urlpatterns = [
    path("", public.index, name="index"),
    path("<slug:code>/", public.area, name="area"),
    path("<slug:code>/<int:pk>", public.entry, name="entry"),
]
