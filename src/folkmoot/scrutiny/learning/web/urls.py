"""Addresses of learning, for the service."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.scrutiny.learning.web import doing, letters, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("learning/", views.listing, name="learning"),
    path("learning/repeated/", views.repeated, name="learning_repeated"),
    path("learning/new", views.choose_meeting, name="new_learning"),
    path("learning/at/<int:meeting>/new", views.new, name="learn"),
    path("learning/<int:pk>/", views.detail, name="learning_point"),
    path("learning/<int:pk>/welsh", doing.welsh, name="learning_welsh"),
    path("learning/<int:pk>/reply", doing.reply, name="learning_reply"),
    path("learning/<int:pk>/progress", doing.progress, name="learning_progress"),
    path("learning/<int:pk>/evidence", doing.evidence, name="learning_evidence"),
    path("learning/<int:pk>/evidence/<int:evidence>", doing.take_out, name="learning_file"),
    path("learning/<int:pk>/finish", doing.finish, name="learning_finish"),
    path("learning/<int:pk>/again", doing.again, name="learning_again"),
    path("learning/<int:pk>/told", doing.tell, name="learning_told"),
    path("learning/<int:pk>/same/<int:other>", doing.same, name="learning_same"),
    path("learning/<int:pk>/action", doing.action, name="learning_action"),
    path("learning/<int:pk>/look-again", doing.plan, name="learning_plan"),
    path("learning/<int:pk>/look-again/<int:look>/draw", doing.link, name="learning_link"),
    path("learning/<int:pk>/look-again/<int:look>/drop", doing.drop, name="learning_drop"),
    path("learning/cases/<int:pack>/letters/", letters.letters, name="learning_letters"),
    path("learning/cases/<int:pack>/letters/<slug:whom>", letters.make, name="learning_make_letter"),
    path("learning/letters/<int:pk>/", letters.letter, name="learning_letter"),
    path("learning/letters/<int:pk>/given", letters.given, name="learning_given"),
]
