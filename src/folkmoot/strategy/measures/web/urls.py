from django.urls import path

from folkmoot.strategy.measures.web import keeping, views
from folkmoot.strategy.surveys.web import views as surveys

urlpatterns = [
    path("", views.listing, name="measures"),
    path("rule", keeping.rule, name="measure_rule"),
    path("take-in", keeping.take, name="take_measures_in"),
    path("new", views.new, name="new_measure"),
    path("<int:pk>/", views.detail, name="measure"),
    path("<int:pk>/change", views.change, name="change_measure"),
    path("<int:pk>/target", keeping.target, name="set_target"),
    path("<int:pk>/baseline", keeping.baseline, name="choose_baseline"),
    path("<int:pk>/break", keeping.note_break, name="note_break"),
    path("<int:pk>/figure", views.observe, name="observe"),
    path("<int:pk>/survey", surveys.choose, name="bring_in_survey"),
    path("figures/<int:pk>/correct", views.correct, name="correct_figure"),
    path("surveys/check/<str:token>", surveys.check, name="check_survey"),
    path("surveys/<int:pk>/", surveys.detail, name="survey"),
    path("surveys/<int:pk>/take-back", surveys.take_back, name="take_survey_back"),
]
