from django.urls import path

from folkmoot.stakeholders.duplicates.web import merges, views

urlpatterns = [
    path("", views.listing, name="duplicates"),
    path("search", views.search, name="search_duplicates"),
    path("<int:pk>/", views.pair, name="duplicate"),
    path("<int:pk>/aside", views.aside, name="not_duplicate"),
    path("merges/", merges.listing, name="merges"),
    path("merges/<int:pk>/", merges.detail, name="merge"),
]
