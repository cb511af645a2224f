"""Addresses of meetings, polls of dates and series, under panels/meetings/."""

from django.urls import path

from folkmoot.panels.meetings.web import attending, dates, views

urlpatterns = [
    path("meetings/", views.listing, name="meetings"),
    path("meetings/new", views.new, name="new_meeting"),
    path("meetings/series", dates.series, name="new_series"),
    path("meetings/poll", dates.new_poll, name="new_poll"),
    path("meetings/polls/<int:pk>/", dates.poll, name="poll"),
    path("meetings/polls/<int:pk>/remind", dates.remind, name="remind_of_poll"),
    path("meetings/polls/<int:pk>/choose/<int:date>", dates.choose, name="choose_date"),
    path("meetings/polls/<int:pk>/withdraw", dates.withdraw, name="withdraw_poll"),
    path("meetings/polls/<int:pk>/answer/<int:voice>", dates.answer, name="poll_answer"),
    path("meetings/<int:pk>/", views.detail, name="meeting"),
    path("meetings/<int:pk>/change", views.change, name="change_meeting"),
    path("meetings/<int:pk>/call", views.call, name="call_meeting"),
    path("meetings/<int:pk>/ask-new", views.ask_new, name="ask_new_members"),
    path("meetings/<int:pk>/remind", views.remind, name="remind_of_meeting"),
    path("meetings/<int:pk>/open", views.open_it, name="open_meeting"),
    path("meetings/<int:pk>/chair", views.chair, name="meeting_chair"),
    path("meetings/<int:pk>/close", views.close, name="close_meeting"),
    path("meetings/<int:pk>/cancel", views.cancel, name="cancel_meeting"),
    path("meetings/<int:pk>/meeting.ics", views.file, name="meeting_file"),
    path("meetings/<int:pk>/attendance", attending.attendance, name="attendance"),
    path("meetings/<int:pk>/guest", attending.guest, name="meeting_guest"),
    path("meetings/people/<int:row>/substitute", attending.substitute, name="meeting_substitute"),
    path("meetings/people/<int:row>/reply", attending.reply, name="meeting_reply"),
    path("meetings/people/<int:row>/leave", attending.leave, name="leave_meeting"),
    path("meetings/people/<int:row>/stay", attending.stay, name="stay_at_meeting"),
    path("meetings/people/<int:row>/take-off", attending.take_off, name="take_off_meeting"),
]
