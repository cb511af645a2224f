from django.urls import path

from folkmoot.panels.publications.web import making, sending, views

urlpatterns = [
    path("publications/", views.listing, name="publications"),
    path("publications/new/", making.choose, name="publication_choose"),
    path("publications/new/<slug:code>/<slug:kind>", making.new, name="publication_new"),
    path("publications/meetings/<int:pk>/update", making.update, name="publication_update"),
    path("publications/<int:pk>/", views.detail, name="publication"),
    path("publications/<int:pk>/text/<slug:which>", making.text, name="publication_text"),
    path("publications/<int:pk>/finding/<slug:key>", making.explain, name="publication_explain"),
    path("publications/<int:pk>/send-back", sending.send_back, name="publication_return"),
    path("publications/<int:pk>/withdraw", sending.withdraw, name="publication_withdraw"),
    path("publications/<int:pk>/do/<slug:what>", sending.do, name="publication_do"),
]
