"""Addresses of agendas, items and minutes; their names live in "panels"."""

from django.urls import path

from folkmoot.panels.agenda.web import at_items, items, minutes, views

urlpatterns = [
    path("agenda/of/<slug:code>/", views.waiting, name="backlog"),
    path("agenda/of/<slug:code>/fill", views.fill, name="fill_backlog"),
    path("agenda/of/<slug:code>/new", items.new, name="add_item"),
    path("agenda/meeting/<int:pk>/", views.detail, name="agenda"),
    path("agenda/meeting/<int:pk>/choose", views.choose, name="choose_items"),
    path("agenda/meeting/<int:pk>/arrange", views.arrange, name="arrange_agenda"),
    path("agenda/meeting/<int:pk>/new", items.new_at_meeting, name="add_item_to_meeting"),
    # minutes
    path("agenda/meeting/<int:pk>/minutes", minutes.read, name="minutes"),
    path("agenda/meeting/<int:pk>/minutes/write", minutes.write, name="write_minutes"),
    path("agenda/meeting/<int:pk>/minutes/rest", minutes.rest, name="carry_the_rest"),
    path("agenda/meeting/<int:pk>/minutes/circulate", minutes.circulate, name="circulate_minutes"),
    path("agenda/meeting/<int:pk>/minutes/circulated/<int:number>", minutes.as_circulated, name="circulated_minutes"),
    path("agenda/meeting/<int:pk>/minutes/agree", minutes.agree, name="agree_minutes"),
    path("agenda/meeting/<int:pk>/minutes/ask", minutes.ask_correction, name="ask_correction"),
    path("agenda/meeting/<int:pk>/minutes/correct", minutes.correct_opening, name="correct_opening"),
    path("agenda/items/<int:pk>/correct", minutes.correct_item, name="correct_item"),
    path("agenda/corrections/<int:pk>/make", minutes.make_correction, name="make_correction"),
    path("agenda/corrections/<int:pk>/leave", minutes.leave_correction, name="leave_correction"),
    # items
    path("agenda/items/<int:pk>/", items.detail, name="item"),
    path("agenda/items/<int:pk>/change", items.change, name="change_item"),
    path("agenda/items/<int:pk>/off", items.off, name="take_item_off"),
    path("agenda/items/<int:pk>/drop", items.drop, name="drop_item"),
    path("agenda/items/<int:pk>/interest", at_items.declare, name="declare_interest_at_item"),
    path("agenda/items/<int:pk>/ask", at_items.ask, name="ask_at_item"),
    path("agenda/items/<int:pk>/action", at_items.action, name="item_action"),
    path("agenda/interests/<int:pk>/back", at_items.take_back, name="take_interest_back"),
    path("agenda/enquiries/", at_items.enquiries, name="enquiries"),
    path("agenda/enquiries/<int:pk>/reply", at_items.reply, name="reply_to_enquiry"),
]
