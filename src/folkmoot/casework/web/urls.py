from django.urls import include, path

from folkmoot.casework.web import new_views, views

app_name = "casework"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", new_views.new, name="new"),
    path("new/<str:token>/", new_views.columns, name="columns"),
    path("new/<str:token>/values/", new_views.values, name="values"),
    path("new/<str:token>/forget/", new_views.forget, name="forget"),
    path("", include("folkmoot.casework.signals.web.urls")),
    path("", include("folkmoot.casework.sources.web.urls")),
    path("", include("folkmoot.casework.workbench.web.urls")),
    path("", include("folkmoot.casework.goals.web.urls")),
    path("", include("folkmoot.casework.quality.web.urls")),
    path("", include("folkmoot.casework.reviews.web.urls")),
    path("", include("folkmoot.casework.tables.web.urls")),
    path("<int:analysis_id>/", views.detail, name="detail"),
    path("<int:analysis_id>/table.<str:kind>", views.download, name="download"),
    path("<int:analysis_id>/action/", views.action, name="action"),
    path("<int:analysis_id>/remove/", views.remove, name="remove"),
]
