"""Addresses of publications of tables."""

from django.urls import path

from folkmoot.casework.tables.web import making, sending, views

urlpatterns = [
    path("tables/", views.listing, name="tables"),
    path("tables/new/", making.new, name="tables_new"),
    path("tables/register/", views.register, name="tables_register"),
    path("tables/<int:pk>/", views.detail, name="tables_edition"),
    path("tables/<int:pk>/words", making.words, name="tables_words"),
    path("tables/<int:pk>/next", making.following, name="tables_next"),
    path("tables/<int:pk>/add/", making.add, name="tables_add"),
    path("tables/<int:pk>/add/file/<int:analysis_id>", making.add_analysis, name="tables_add_analysis"),
    path("tables/<int:pk>/add/source/<int:source>", making.add_source, name="tables_add_source"),
    path("tables/<int:pk>/add/view/<int:saved>", making.add_saved, name="tables_add_saved"),
    path("tables/<int:pk>/add/offered/<str:kind>", making.add_offered, name="tables_add_offered"),
    path("tables/<int:pk>/send-back", sending.send_back, name="tables_return"),
    path("tables/<int:pk>/withdraw", sending.withdraw, name="tables_withdraw"),
    path("tables/<int:pk>/do/<slug:what>", sending.do, name="tables_do"),
]
