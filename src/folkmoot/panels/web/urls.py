"""Addresses of the panels; each part keeps its own, and a panel's own page comes last because any word may be its short name."""

from django.urls import include, path

from folkmoot.panels.web import kinds, terms, views

app_name = "panels"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("kinds/", kinds.listing, name="kinds"),
    path("kinds/new", kinds.new, name="new_kind"),
    path("kinds/<slug:code>/", kinds.detail, name="kind"),
    path("kinds/<slug:code>/change", kinds.change, name="change_kind"),
    path("kinds/<slug:code>/withdraw", kinds.withdraw, name="withdraw_kind"),
    path("kinds/<slug:code>/remit/new", kinds.add_remit, name="add_remit"),
    path("kinds/<slug:code>/remit/<slug:remit>/change", kinds.change_remit, name="change_remit"),
    path("kinds/<slug:code>/remit/<slug:remit>/withdraw", kinds.withdraw_remit, name="withdraw_remit"),
    # the parts of a panel, each with its own addresses
    path("", include("folkmoot.panels.members.web.urls")),
    path("", include("folkmoot.panels.expenses.web.urls")),
    path("", include("folkmoot.panels.recruitment.web.urls")),
    path("", include("folkmoot.panels.representation.web.urls")),
    path("", include("folkmoot.panels.meetings.web.urls")),
    path("", include("folkmoot.panels.agenda.web.urls")),
    path("", include("folkmoot.panels.recommendations.web.urls")),
    path("", include("folkmoot.panels.publications.web.urls")),
    path("", include("folkmoot.panels.space.web.service_urls")),
    # last: the pages of one panel
    path("<slug:code>/", views.panel, name="panel"),
    path("<slug:code>/change", views.change, name="change"),
    path("<slug:code>/end", views.end, name="end"),
    path("<slug:code>/terms/", terms.versions, name="terms"),
    path("<slug:code>/terms/draft", terms.draft, name="draft_terms"),
    path("<slug:code>/terms/agree", terms.agree, name="agree_terms"),
    path("<slug:code>/terms/<int:number>/", terms.version, name="terms_version"),
]
