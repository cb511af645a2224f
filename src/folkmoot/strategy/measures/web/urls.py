from django.urls import path

from folkmoot.strategy.measures.web import views

urlpatterns = [
    path("", views.listing, name="measures"),
    path("new", views.new, name="new_measure"),
    path("<int:pk>/", views.detail, name="measure"),
    path("<int:pk>/change", views.change, name="change_measure"),
    path("<int:pk>/figure", views.observe, name="observe"),
    path("figures/<int:pk>/correct", views.correct, name="correct_figure"),
]
