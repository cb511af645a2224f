"""Addresses of packs, for the service."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.scrutiny.packs.web import documents, reviewing, summaries, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("packs/", views.listing, name="packs"),
    path("packs/begin/<int:drawn>", views.begin, name="pack_begin"),
    path("packs/<int:pk>/", views.detail, name="pack"),
    path("packs/<int:pk>/change", views.change, name="pack_change"),
    path("packs/<int:pk>/summary", summaries.summary, name="pack_summary"),
    path("packs/<int:pk>/names", summaries.names, name="pack_names"),
    path("packs/<int:pk>/people/new", summaries.new_person, name="pack_person_new"),
    path("packs/<int:pk>/people/<int:person>/", summaries.person, name="pack_person"),
    path("packs/<int:pk>/people/<int:person>/forget", summaries.forget, name="pack_person_forget"),
    path("packs/<int:pk>/documents/add", documents.add, name="pack_document_add"),
    path("packs/documents/<int:pk>/", documents.detail, name="pack_document"),
    path("packs/documents/<int:pk>/seen", documents.seen, name="pack_document_seen"),
    path("packs/documents/<int:pk>/again", documents.again, name="pack_document_again"),
    path("packs/documents/<int:pk>/remove", documents.remove, name="pack_document_remove"),
    path("packs/documents/<int:pk>/original", documents.original, name="pack_document_original"),
    path("packs/documents/<int:pk>/<int:number>/", documents.part, name="pack_part"),
    path("packs/documents/<int:pk>/<int:number>/missed", documents.missed, name="pack_missed"),
    path("packs/documents/<int:pk>/<int:number>/accept", documents.accept, name="pack_accept"),
    path("packs/documents/<int:pk>/<int:number>/unmark", documents.unmark, name="pack_unmark"),
    path("packs/<int:pk>/check", views.check, name="pack_check"),
    path("packs/<int:pk>/check/<slug:mark>", views.aside, name="pack_aside"),
    path("packs/<int:pk>/review", reviewing.review, name="pack_review"),
    path("packs/<int:pk>/release", reviewing.release, name="pack_release"),
    path("packs/<int:pk>/until", reviewing.lengthen, name="pack_lengthen"),
    path("packs/<int:pk>/recall", reviewing.recall, name="pack_recall"),
    path("packs/<int:pk>/reopen", reviewing.reopen, name="pack_reopen"),
    path("packs/<int:pk>/together", reviewing.supervised, name="pack_supervised"),
]
