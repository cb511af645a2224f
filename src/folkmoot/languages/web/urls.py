"""Addresses of the languages room."""

from django.urls import URLPattern, URLResolver, path

from folkmoot.languages.media.web.urls import urlpatterns as of_media
from folkmoot.languages.web import easy_views as easy
from folkmoot.languages.web import translating, views

app_name = "languages"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listing, name="list"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/ask/", views.ask, name="ask"),
    path("in/<int:pk>/", views.translation, name="translation"),
    path("in/<int:pk>/next/", translating.to_next, name="next"),
    path("in/<int:pk>/segment/<int:position>/", translating.segment, name="segment"),
    path("in/<int:pk>/check/", translating.check, name="check"),
    path("in/<int:pk>/release/", translating.release, name="release"),
    path("in/<int:pk>/released/", views.released, name="released"),
    path("<int:pk>/easy-read/", easy.edition, name="easy"),
    path("<int:pk>/easy-read/begin/", easy.begin, name="easy_begin"),
    path("easy-read/<int:pk>/part/", easy.add, name="easy_add"),
    path("easy-read/part/<int:pk>/", easy.change, name="easy_change"),
    path("easy-read/part/<int:pk>/remove/", easy.remove, name="easy_remove"),
    path("easy-read/part/<int:pk>/picture/", easy.picture, name="easy_picture"),
    path("easy-read/<int:pk>/reader/", easy.reading, name="easy_reading"),
    path("easy-read/<int:pk>/release/", easy.release, name="easy_release"),
    path("easy-read/<int:pk>/print/", easy.printed, name="easy_print"),
    *of_media,
]
