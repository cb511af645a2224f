"""Addresses of the People Survey."""

from django.urls import path

from folkmoot.workforce.survey.web import uploads, views

urlpatterns = [
    path("survey/", views.home, name="survey"),
    path("survey/table.<str:kind>", views.download, name="survey_table"),
    path("survey/score/<slug:code>/", views.item, name="survey_item"),
    path("survey/figure/<int:figure>/action", views.action, name="survey_action"),
    path("survey/organisation", uploads.organisation, name="survey_organisation"),
    path("survey/files/", uploads.loads, name="survey_loads"),
    path("survey/files/<int:pk>/", uploads.load, name="survey_load"),
    path("survey/files/<int:pk>/take-back", uploads.take_back, name="survey_take_back"),
    path("survey/bring-in/", uploads.choose, name="survey_bring_in"),
    path("survey/bring-in/<str:token>/", uploads.check, name="survey_check"),
    path("survey/bring-in/<str:token>/forget", uploads.forget, name="survey_forget"),
]
