"""The addresses of the members' own pages."""

from django.urls import path

from folkmoot.panels.space.web import doing, guidance, reading

app_name = "my_panel"
urlpatterns = [
    path("", reading.home, name="home"),
    path("which/", reading.choose, name="choose"),
    path("next/", reading.next_meeting, name="next"),
    path("meetings/<int:pk>/", reading.meeting, name="meeting"),
    path("meetings/<int:pk>/reply", reading.reply, name="reply"),
    path("meetings/<int:pk>/correct", doing.ask_correction, name="ask_correction"),
    path("papers/<int:pk>/", reading.paper, name="paper"),
    path("recommendations/", reading.recommendations, name="recommendations"),
    path("members/", reading.members, name="members"),
    path("role/", reading.role, name="role"),
    path("words/", reading.words, name="words"),
    path("told/", doing.briefings, name="briefings"),
    path("told/new", doing.new_briefing, name="new_briefing"),
    path("told/<int:pk>/change", doing.change_briefing, name="change_briefing"),
    path("invitations/", doing.invitations, name="invitations"),
    path("invitations/<int:pk>/", doing.invitation, name="invitation"),
    path("guidance/", guidance.listing, name="guidance"),
    path("guidance/<slug:code>/", guidance.page, name="guidance_page"),
    path("seat/", doing.own_seat, name="seat"),
    path("expenses/", doing.expenses, name="expenses"),
    path("survey/", doing.survey, name="survey"),
]
