from django.urls import path

from folkmoot.stakeholders.partnerships.web import views

urlpatterns = [
    path("", views.listing, name="partnerships"),
    path("new", views.new, name="new_partnership"),
    path("<int:pk>/", views.detail, name="partnership"),
    path("<int:pk>/change", views.change, name="change_partnership"),
    path("<int:pk>/contact", views.contact, name="partnership_contact"),
    path("<int:pk>/outcome", views.outcome, name="partnership_outcome"),
    path("<int:pk>/end", views.end, name="end_partnership"),
    path("<int:pk>/resume", views.resume, name="resume_partnership"),
]
