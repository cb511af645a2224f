from django.urls import path

from folkmoot.engagement.web import log, views

app_name = "engagement"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("log", log.log, name="log"),
    path("figures/", views.figures, name="figures"),
    path("reach/", views.reach, name="reach"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change", views.change, name="change"),
    path("<int:pk>/record", views.record, name="record"),
    path("<int:pk>/point", views.point, name="point"),
    path("<int:pk>/close", views.close, name="close"),
    path("<int:pk>/cancel", views.cancel, name="cancel"),
    path("<int:pk>/reopen", views.reopen, name="reopen"),
]
