"""What anybody may read of published tables, at addresses that stay."""

from django.urls import path

from folkmoot.casework.tables.web import public

app_name = "fairness"
urlpatterns = [
    path("", public.index, name="index"),
    path("register/", public.register, name="register"),
    path("<slug:slug>/", public.latest, name="latest"),
    path("<slug:slug>/<int:major>.<int:minor>/", public.edition, name="edition"),
    path("<slug:slug>/<int:major>.<int:minor>/tables.<str:kind>", public.whole_file, name="file"),
    path("<slug:slug>/<int:major>.<int:minor>/table-<int:number>.csv", public.one_table, name="table"),
]
