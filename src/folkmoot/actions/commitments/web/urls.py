from django.urls import path

from folkmoot.actions.commitments.web import views

urlpatterns = [
    path("", views.listing, name="commitments"),
    path("take-out/<str:ending>", views.download, name="commitments_file"),
    path("<int:pk>/", views.detail, name="commitment"),
    path("<int:pk>/act", views.act, name="act_on_commitment"),
    path("aims/<int:pk>/", views.aim, name="aim"),
]
