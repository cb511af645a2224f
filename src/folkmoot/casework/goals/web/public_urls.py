"""What anybody may read of goals without an account."""

from django.urls import path

from folkmoot.casework.goals.web import public

app_name = "public_goals"
urlpatterns = [path("", public.index, name="index"), path("<int:pk>/", public.goal, name="goal")]
