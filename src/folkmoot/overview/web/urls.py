from django.urls import include, path
from django.views.i18n import set_language

from folkmoot.accounts.access import public
from folkmoot.overview.search.web import views as search
from folkmoot.overview.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("chain/", include("folkmoot.overview.chain.web.urls")),
    path("language", public(set_language), name="set_language"),
    path("", include("folkmoot.overview.importing.urls")),
    path("", include("folkmoot.overview.running.web.urls")),
    path("area/", include("folkmoot.overview.area.web.urls")),
    path("timeline/", include("folkmoot.overview.timeline.web.urls")),
    path("about-a-person/", include("folkmoot.overview.subjects.web.urls")),
    path("search", search.page, name="search"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("words", views.words, name="words"),
]
