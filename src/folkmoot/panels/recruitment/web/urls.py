"""Addresses at which members are recruited, below /panels/."""

from django.urls import path

from folkmoot.panels.recruitment.web import choosing, views

urlpatterns = [
    path("recruitment/", views.listing, name="recruitment"),
    path("recruitment/new", views.new, name="new_campaign"),
    path("recruitment/<int:pk>/", views.detail, name="campaign"),
    path("recruitment/<int:pk>/change", views.change, name="change_campaign"),
    path("recruitment/<int:pk>/open", views.open_it, name="open_campaign"),
    path("recruitment/<int:pk>/extend", views.extend, name="extend_campaign"),
    path("recruitment/<int:pk>/end", views.end, name="end_campaign"),
    path("recruitment/<int:pk>/told", views.told, name="campaign_told"),
    path("recruitment/<int:pk>/enter", views.enter, name="enter_application"),
    path("recruitment/applications/<int:pk>/", choosing.detail, name="application"),
    path("recruitment/applications/<int:pk>/sift", choosing.sift, name="sift_application"),
    path("recruitment/applications/<int:pk>/step/<slug:step>", choosing.step, name="application_step"),
    path("recruitment/applications/<int:pk>/said", choosing.said, name="application_said"),
    path("recruitment/applications/<int:pk>/told/<int:step>", choosing.told, name="application_told"),
    path("recruitment/applications/<int:pk>/interview", choosing.interview, name="arrange_interview"),
    path("recruitment/applications/<int:pk>/interview/held", choosing.held, name="record_interview"),
    path("recruitment/applications/<int:pk>/interview/cancel", choosing.cancel, name="cancel_interview"),
    path("recruitment/applications/<int:pk>/appoint", choosing.appoint, name="appoint_applicant"),
    path("recruitment/applications/<int:pk>/keep", choosing.keep, name="keep_applicant"),
    path("recruitment/applications/<int:pk>/erase", choosing.erase, name="erase_application"),
]
