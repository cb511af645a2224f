from django.urls import path

from folkmoot.engagement.bulletins.web import recipients, views

urlpatterns = [
    path("", views.listing, name="bulletins"),
    path("new", views.new, name="bulletin-new"),
    path("<int:pk>/", views.detail, name="bulletin"),
    path("<int:pk>/change", views.change, name="bulletin-change"),
    path("<int:pk>/cases/new", views.new_case, name="bulletin-case-new"),
    path("<int:pk>/cases/<int:case>/change", views.change_case, name="bulletin-case-change"),
    path("<int:pk>/cases/<int:case>/remove", views.remove_case, name="bulletin-case-remove"),
    path("<int:pk>/explain/<slug:key>", views.explain, name="bulletin-explain"),
    path("<int:pk>/submit", views.submit, name="bulletin-submit"),
    path("<int:pk>/clear", views.clear, name="bulletin-clear"),
    path("<int:pk>/send-back", views.send_back, name="bulletin-send-back"),
    path("<int:pk>/copies/<slug:which>", views.copy, name="bulletin-copy"),
    path("<int:pk>/recipients/", recipients.listing, name="bulletin-recipients"),
    path("<int:pk>/recipients/add", recipients.add, name="bulletin-recipients-add"),
    path("<int:pk>/seal", recipients.seal, name="bulletin-seal"),
    path("<int:pk>/send", recipients.send, name="bulletin-send"),
    path("recipients/<int:pk>/change", recipients.change, name="bulletin-recipient-change"),
    path("recipients/<int:pk>/drop", recipients.drop, name="bulletin-recipient-drop"),
    path("recipients/<int:pk>/settle/<slug:what>", recipients.settle, name="bulletin-recipient-settle"),
    path("recipients/<int:pk>/reply", recipients.reply, name="bulletin-reply"),
]
