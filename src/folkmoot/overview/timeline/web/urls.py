from django.urls import path

from folkmoot.overview.timeline.web import views

urlpatterns = [
    path("organisation/<int:pk>/", views.organisation, name="organisation_timeline"),
    path("person/<int:pk>/", views.person, name="person_timeline"),
    path("community/<int:pk>/", views.community, name="community_timeline"),
]
