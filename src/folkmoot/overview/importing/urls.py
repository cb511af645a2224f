from django.urls import path

from folkmoot.overview.importing import export_views, views

urlpatterns = [
    path("import/", views.choose, name="import"),
    path("import/template/<str:kind>.<str:ending>", export_views.template, name="import_template"),
    path("import/<str:token>/match/", views.match, name="import_match"),
    path("import/<str:token>/check/", views.check, name="import_check"),
    path("import/<str:token>/forget/", views.forget, name="import_forget"),
    path("import/done/<int:run_id>/", views.done, name="import_done"),
    path("export/", export_views.choose, name="export"),
    path("export/<str:kind>.<str:ending>", export_views.export, name="export_file"),
]
