from django.urls import path

from folkmoot.voice.web import views

app_name = "voice"
urlpatterns = [
    path("", views.listing, name="list"),
    path("themes/", views.themes, name="themes"),
    path("new", views.new, name="new"),
    path("<int:point_id>/", views.detail, name="detail"),
    path("<int:point_id>/change", views.change, name="change"),
    path("<int:point_id>/answer", views.answer, name="answer"),
    path("<int:point_id>/tell", views.tell, name="tell"),
    path("<int:point_id>/action", views.action, name="action"),
]
