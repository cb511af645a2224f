from django.urls import path

from folkmoot.stakeholders.web import people, views

app_name = "stakeholders"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change", views.change, name="change"),
    path("people/", people.listing, name="people"),
    path("people/new", people.new, name="new_person"),
    path("people/<int:pk>/", people.detail, name="person"),
    path("people/<int:pk>/change", people.change, name="change_person"),
    path("people/<int:pk>/erase", people.erase, name="erase_person"),
]
