from django.urls import path

from folkmoot.voice.themes.web import agreement_views, coding_views, list_views, views

urlpatterns = [
    path("themes/", views.over_time, name="themes"),
    path("themes/<slug:code>/", views.theme, name="theme"),
    path("coding/", coding_views.coding, name="coding"),
    path("coding/undo", coding_views.take_back, name="coding-undo"),
    path("coding/suggestions/", agreement_views.changed, name="coding-suggestions"),
    path("coding/agreement/", agreement_views.agreement, name="coding-agreement"),
    path("coding/again/", agreement_views.again, name="coding-again"),
    path("coding/<int:point_id>/", coding_views.coding, name="coding-point"),
    path("coding-list/", list_views.listing, name="coding-list"),
    path("coding-list/versions/<int:number>/", list_views.version, name="coding-list-version"),
    path("coding-list/draft", list_views.draft, name="coding-list-draft"),
    path("coding-list/draft/theme", list_views.entry, name="coding-list-entry-new"),
    path("coding-list/draft/theme/<slug:code>", list_views.entry, name="coding-list-entry"),
    path("coding-list/draft/issue", list_views.issue, name="coding-list-issue"),
    path("coding-list/local/new", list_views.new_local, name="theme-new"),
    path("coding-list/local/<slug:code>/propose", list_views.propose, name="theme-propose"),
    path("coding-list/local/<slug:code>/end", list_views.end, name="theme-end"),
    path("coding-list/local/<slug:code>/take-in", list_views.take_in, name="theme-take-in"),
    path("coding-list/local/<slug:code>/merge", list_views.merge, name="theme-merge"),
]
