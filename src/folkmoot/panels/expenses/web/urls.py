"""Addresses of expenses; the names live in “panels”. A member's own stand under “mine”."""

from django.urls import URLPattern, path

from folkmoot.panels.expenses.web import deciding, own, views

urlpatterns: list[URLPattern] = [
    path("expenses/", views.listing, name="expenses"),
    path("expenses/rates", views.rates, name="expense_rates"),
    path("expenses/rates/new", views.new_rate, name="new_expense_rate"),
    path("expenses/for/<int:member>", views.begin, name="new_claim"),
    path("expenses/<int:pk>/", views.detail, name="claim"),
    path("expenses/<int:pk>/add", views.add, name="add_expense"),
    path("expenses/<int:pk>/<int:line>/take-out", views.take_out, name="take_out_expense"),
    path("expenses/<int:pk>/<int:line>/receipt", views.receipt, name="receipt"),
    path("expenses/<int:pk>/send", views.send, name="send_claim"),
    path("expenses/<int:pk>/take-back", views.take_back, name="take_claim_back"),
    path("expenses/<int:pk>/agree", deciding.agree, name="agree_claim"),
    path("expenses/<int:pk>/refuse", deciding.refuse, name="refuse_claim"),
    path("expenses/<int:pk>/pay", deciding.pay, name="pay_claim"),
    path("expenses/mine/<slug:code>/", own.listing, name="my_claims"),
    path("expenses/mine/<slug:code>/new", own.begin, name="my_new_claim"),
    path("expenses/mine/<slug:code>/<int:pk>/", own.detail, name="my_claim"),
    path("expenses/mine/<slug:code>/<int:pk>/add", own.add, name="my_add_expense"),
    path("expenses/mine/<slug:code>/<int:pk>/<int:line>/take-out", own.take_out, name="my_take_out_expense"),
    path("expenses/mine/<slug:code>/<int:pk>/<int:line>/receipt", own.receipt, name="my_receipt"),
    path("expenses/mine/<slug:code>/<int:pk>/send", own.send, name="my_send_claim"),
    path("expenses/mine/<slug:code>/<int:pk>/take-back", own.take_back, name="my_take_claim_back"),
]
