"""What anybody may open: the register of published assessments, and each as it was published."""

from django.urls import path

from folkmoot.decisions.assessments.web import public

app_name = "published_assessments"
urlpatterns = [
    path("", public.register, name="register"),
    path("<int:line>/", public.read, name="read"),
]
