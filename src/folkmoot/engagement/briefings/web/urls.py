from django.urls import path

from folkmoot.engagement.briefings.web import views

urlpatterns = [
    path("", views.listing, name="briefings"),
    path("new", views.new, name="briefing-new"),
    path("<int:pk>/", views.detail, name="briefing"),
    path("<int:pk>/change", views.change, name="briefing-change"),
    path("units/", views.units, name="staff-units"),
    path("units/new", views.new_unit, name="staff-unit-new"),
    path("units/<int:pk>/change", views.change_unit, name="staff-unit-change"),
]
