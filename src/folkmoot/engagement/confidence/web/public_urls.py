"""The one address that anybody may open with a link: short, so that the code is coarse and easy to read with a telephone."""

from django.urls import path

from folkmoot.engagement.confidence.web import views

app_name = "confidence"
urlpatterns = [path("<slug:token>", views.answer, name="answer")]
