"""Addresses of assurance."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.assurance.web import assessing, certificate_views, framework_views, validating, views

app_name = "assurance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("rounds/new/", views.new_round, name="round_new"),
    path("rounds/<int:pk>/", views.detail, name="round"),
    path("rounds/<int:pk>/side-by-side/", views.side_by_side, name="side_by_side"),
    path("assessments/<int:pk>/", assessing.assessment, name="assessment"),
    path("assessments/<int:pk>/validator/", views.validator, name="validator"),
    path("assessments/<int:pk>/submit/", assessing.submit, name="submit"),
    path("assessments/<int:pk>/reply/", assessing.send_reply, name="send_reply"),
    path("answers/<int:pk>/", assessing.answer, name="answer"),
    path("answers/<int:pk>/where/", assessing.where, name="criterion_answer"),
    path("answers/<int:pk>/evidence/", assessing.choose_evidence, name="evidence"),
    path("answers/<int:pk>/evidence/<str:kind>/<int:row_id>/", assessing.link, name="link"),
    path("answers/<int:pk>/reply/", assessing.reply, name="reply"),
    path("answers/<int:pk>/moderate/", validating.moderate, name="moderate"),
    path("answers/<int:pk>/action/", assessing.raise_action, name="raise_action"),
    path("evidence/<int:pk>/remove/", assessing.unlink, name="unlink"),
    path("validating/<int:pk>/", validating.validation, name="validation"),
    path("validating/<int:pk>/send/", validating.send, name="send_validation"),
    path("validating/answers/<int:pk>/", validating.validate, name="validate"),
    path("framework/", framework_views.listing, name="frameworks"),
    path("framework/new/", framework_views.new, name="framework_new"),
    path("framework/<int:pk>/", framework_views.detail, name="framework"),
    path("framework/<int:pk>/issue/", framework_views.issue, name="framework_issue"),
    path("framework/<int:pk>/criterion/", framework_views.criterion, name="criterion"),
    path("framework/criteria/<int:pk>/drop/", framework_views.drop, name="criterion_drop"),
    path("certificates/", certificate_views.listing, name="certificates"),
    path("certificates/new/", certificate_views.begin, name="certificate_new"),
    path("certificates/<int:pk>/", certificate_views.detail, name="certificate"),
    path("certificates/<int:pk>/lead/", certificate_views.lead, name="certificate_lead"),
    path("certificates/<int:pk>/sign/", certificate_views.sign, name="certificate_sign"),
    path("certificates/lines/<int:pk>/", certificate_views.line, name="certificate_line"),
    path("certificates/became/<int:pk>/", certificate_views.became, name="certificate_became"),
]
