"""What anybody may read of reports without an account: the list, one report with its comments and answers, and its files."""

from django.urls import path

from folkmoot.reports.web import public

app_name = "our_reports"
urlpatterns = [
    path("", public.index, name="index"),
    path("<int:number>/", public.report, name="report"),
    path("<int:number>/report-<str:language>.<str:kind>", public.file, name="file"),
]
