"""The addresses of the service's pages about what members do between meetings; the names live in "panels"."""

from django.urls import path

from folkmoot.panels.space.web import service, service_survey

urlpatterns = [
    path("briefings/", service.briefings, name="briefings"),
    path("briefings/new", service.log_briefing, name="log_briefing"),
    path("briefings/<int:pk>/", service.briefing, name="briefing"),
    path("briefings/<int:pk>/take-up", service.take_up, name="take_up_briefing"),
    path("invitations/", service.invitations, name="invitations"),
    path("invitations/new", service.invite, name="invite_members"),
    path("invitations/<int:pk>/", service.occasion, name="occasion"),
    path("invitations/<int:pk>/more", service.invite_more, name="invite_more"),
    path("invitations/<int:pk>/cancel", service.cancel, name="cancel_occasion"),
    path("invitations/answers/<int:pk>", service.record, name="record_invitation"),
    path("survey/", service_survey.listing, name="survey"),
    path("survey/<int:pk>/", service_survey.detail, name="survey_one"),
    path("survey/<int:pk>/extend", service_survey.extend, name="extend_survey"),
    path("survey/ask/<slug:code>", service_survey.open_survey, name="open_survey"),
]
