from django.urls import include, path

from folkmoot.panels.recommendations.web import doing, views

urlpatterns = [
    path("recommendations/", views.listing, name="recommendations"),
    path("recommendations/new", views.choose_meeting, name="new_recommendation"),
    path("recommendations/at/<int:meeting>/new", views.new, name="recommend"),
    path("recommendations/<int:pk>/", views.detail, name="recommendation"),
    path("recommendations/<int:pk>/welsh", doing.welsh, name="recommendation_welsh"),
    path("recommendations/<int:pk>/answer", doing.answer, name="recommendation_answer"),
    path("recommendations/<int:pk>/progress", doing.progress, name="recommendation_progress"),
    path("recommendations/<int:pk>/evidence", doing.evidence, name="recommendation_evidence"),
    path("recommendations/<int:pk>/evidence/<int:evidence>", doing.take_out, name="recommendation_file"),
    path("recommendations/<int:pk>/finish", doing.finish, name="recommendation_finish"),
    path("recommendations/<int:pk>/again", doing.again, name="recommendation_again"),
    path("recommendations/<int:pk>/told", doing.tell, name="recommendation_told"),
    path("recommendations/<int:pk>/same/<int:other>", doing.same, name="recommendation_same"),
    path("recommendations/<int:pk>/action", doing.action, name="recommendation_action"),
    path("", include("folkmoot.panels.papers.web.urls")),
    path("", include("folkmoot.panels.guidance.web.urls")),
]
