from django.urls import path

from folkmoot.reports.web import views

app_name = "reports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("<int:report_id>/", views.detail, name="detail"),
    path("<int:report_id>/sign", views.sign, name="sign"),
    path("<int:report_id>/report-<str:language>.<str:kind>", views.download, name="download"),
]
