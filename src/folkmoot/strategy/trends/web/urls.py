from django.urls import path

from folkmoot.strategy.trends.web import views

urlpatterns = [
    path("", views.listing, name="trends"),
    path("new", views.new, name="new_trend"),
    path("<int:pk>/", views.detail, name="trend"),
    path("<int:pk>/change", views.change, name="change_trend"),
    path("<int:pk>/review", views.review, name="review_trend"),
    path("<int:pk>/end", views.end, name="end_trend"),
    path("<int:pk>/take-up", views.take_up, name="take_up_trend"),
]
