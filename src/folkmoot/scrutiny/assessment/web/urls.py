"""Addresses of judgements, questions and what is compared, for the service."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.scrutiny.assessment.web import comparing, doing, questions, scales, service

urlpatterns: list[URLPattern | URLResolver] = [
    path("assessment/", service.listing, name="judgements"),
    path("assessment/agreement/", comparing.agreement, name="agreement"),
    path("assessment/drift/<slug:code>/", comparing.drift, name="drift"),
    path("assessment/calibration/", comparing.calibration, name="calibration"),
    path("assessment/calibration/<int:pack>/key", comparing.key, name="calibration_key"),
    path("assessment/case/<int:pack>/aside", doing.aside, name="judgement_recuse"),
    path("assessment/case/<int:pack>/set-aside", doing.set_aside, name="judgement_set_aside"),
    path("assessment/<int:pk>/", service.detail, name="judgement"),
    path("assessment/<int:pk>/show", doing.show, name="judgement_show"),
    path("assessment/<int:pk>/joint", doing.joint, name="judgement_joint"),
    path("assessment/<int:pk>/dissent", doing.dissent, name="judgement_dissent"),
    path("assessment/<int:pk>/back", doing.back, name="judgement_back"),
    path("assessment/<int:pk>/reply", doing.reply, name="judgement_reply"),
    path("questions/", questions.listing, name="questions"),
    path("questions/new", questions.new, name="new_questions"),
    path("questions/<int:pk>/", questions.detail, name="question_set"),
    path("questions/<int:pk>/change", questions.change, name="question_set_change"),
    path("questions/<int:pk>/next", questions.following, name="question_set_next"),
    path("questions/<int:pk>/issue", questions.issue, name="question_set_issue"),
    path("questions/<int:pk>/drop", questions.drop, name="question_set_drop"),
    path("questions/<int:pk>/add", questions.add, name="question_add"),
    path("questions/<int:pk>/<int:question>/", questions.change_question, name="question_change"),
    path("questions/<int:pk>/<int:question>/out", questions.take_out, name="question_out"),
    path("questions/scales/", scales.listing, name="scales"),
    path("questions/scales/new", scales.new, name="new_scale"),
    path("questions/scales/grades/<int:pk>/", scales.escalation, name="grade_escalation"),
]
