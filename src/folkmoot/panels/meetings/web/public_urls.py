"""What is opened by a secret alone, under /dates/: the answer to a poll or to the call of a meeting, and the file for one's calendar."""

from django.urls import path

from folkmoot.panels.meetings.web.public import answer, file

app_name = "dates"
urlpatterns = [path("<str:token>/", answer, name="answer"), path("<str:token>/meeting.ics", file, name="file")]
