from django.urls import path

from folkmoot.engagement.volunteering.web import views

urlpatterns = [
    path("", views.listing, name="volunteering"),
    path("new", views.new, name="opportunity-new"),
    path("figures", views.figures, name="volunteering-figures"),
    path("<int:pk>/", views.detail, name="opportunity"),
    path("<int:pk>/change", views.change, name="opportunity-change"),
    path("<int:pk>/take-up", views.take_up, name="opportunity-take-up"),
    path("<int:pk>/leave", views.leave, name="opportunity-leave"),
    path("time", views.time, name="volunteer-time"),
    path("time/<int:pk>/remove", views.remove_time, name="volunteer-time-remove"),
]
