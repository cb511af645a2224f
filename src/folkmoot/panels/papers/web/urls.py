from django.urls import path

from folkmoot.panels.papers.web import views

urlpatterns = [
    path("papers/at/<int:meeting>/", views.listing, name="papers"),
    path("papers/at/<int:meeting>/add", views.add, name="add_paper"),
    path("papers/<int:pk>/", views.read, name="paper"),
    path("papers/<int:pk>/file", views.take_out, name="paper_file"),
    path("papers/<int:pk>/change", views.change, name="change_paper"),
    path("papers/<int:pk>/withdraw", views.withdraw, name="withdraw_paper"),
]
