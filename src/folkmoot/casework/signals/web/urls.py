"""Addresses of signals, of the rule and of the runs."""

from django.urls import path

from folkmoot.casework.signals.runs.web import views as runs
from folkmoot.casework.signals.web import adding, views

urlpatterns = [
    path("signals/", views.listing, name="signals"),
    path("signals/list.csv", views.download, name="signals_csv"),
    path("signals/rules/", runs.rules, name="signal_rules"),
    path("signals/rules/<int:source>/", runs.rule, name="signal_rule"),
    path("signals/runs/", runs.runs, name="signal_runs"),
    path("signals/runs/<int:pk>/", runs.run, name="signal_run"),
    path("signals/<int:pk>/", views.detail, name="signal"),
    path("signals/<int:pk>/answer/", adding.answer, name="answer_signal"),
    path("signals/<int:pk>/review/", adding.review, name="review_signal"),
    path("signals/<int:pk>/owner/", adding.owner, name="signal_owner"),
    path("signals/<int:pk>/retest/", adding.retest, name="signal_retest"),
    path("signals/<int:pk>/hypotheses/", adding.hypothesis, name="signal_hypothesis"),
    path("signals/<int:pk>/hypotheses/<int:number>/", adding.test, name="signal_test"),
    path("signals/<int:pk>/action/", views.action, name="signal_action"),
    path("<int:analysis_id>/signal/", adding.raise_from, name="raise_signal"),
]
