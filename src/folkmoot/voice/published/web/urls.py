from django.urls import path

from folkmoot.voice.published.web import sending, views, writing

urlpatterns = [
    path("", views.listing, name="published"),
    path("gaps", views.gaps, name="published-gaps"),
    path("new/<slug:kind>/<int:row_id>", writing.new, name="published-new"),
    path("<int:pk>/", views.detail, name="published-entry"),
    path("<int:pk>/about", writing.about, name="published-about"),
    path("<int:pk>/text/<slug:which>", writing.text, name="published-text"),
    path("<int:pk>/finding/<slug:key>", writing.explain, name="published-explain"),
    path("<int:pk>/send-back", sending.send_back, name="published-send-back"),
    path("<int:pk>/withdraw", sending.withdraw, name="published-withdraw"),
    path("<int:pk>/do/<slug:what>", sending.do, name="published-do"),
]
