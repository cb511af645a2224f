"""The one address that anybody may open with a code: short, so that it can be typed from paper."""

from django.urls import path

from folkmoot.voice.forms.web import public

app_name = "answering"
urlpatterns = [path("<slug:code>", public.answer, name="answer")]
