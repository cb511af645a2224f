"""What is opened by a secret alone, under /r/: a calendar feed, and the page on which an invited person answers."""

from django.urls import path

from folkmoot.engagement.calendar.web.public import feed, reply

urlpatterns = [path("calendar/<str:token>.ics", feed, name="calendar-feed"), path("<str:token>", reply, name="reply")]
