from django.urls import path

from folkmoot.casework.web import new_views, views

app_name = "casework"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", new_views.new, name="new"),
    path("new/<str:token>/", new_views.columns, name="columns"),
    path("new/<str:token>/values/", new_views.values, name="values"),
    path("new/<str:token>/forget/", new_views.forget, name="forget"),
    path("<int:analysis_id>/", views.detail, name="detail"),
    path("<int:analysis_id>/table.<str:kind>", views.download, name="download"),
    path("<int:analysis_id>/action/", views.action, name="action"),
    path("<int:analysis_id>/remove/", views.remove, name="remove"),
]
