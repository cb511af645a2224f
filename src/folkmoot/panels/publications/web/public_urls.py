"""What anybody may read of panels without an account: the list, one panel, and one publication at an address that stays."""

from django.urls import path

from folkmoot.panels.publications.web import public

app_name = "our_panels"
urlpatterns = [
    path("", public.index, name="index"),
    path("<slug:code>/", public.panel, name="panel"),
    path("<slug:code>/<int:pk>", public.publication, name="publication"),
]
