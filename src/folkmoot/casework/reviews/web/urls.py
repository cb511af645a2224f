"""Addresses of case-quality reviews."""

from django.urls import path

from folkmoot.casework.reviews.web import case_views, drawing_views, process_views, views

urlpatterns = [
    path("reviews/", views.listing, name="reviews"),
    path("reviews/questions/", views.questions, name="review_questions"),
    path("reviews/questions/new/", views.new_questions, name="new_review_questions"),
    path("reviews/new/", drawing_views.new, name="new_review"),
    path("reviews/new/<str:token>/", drawing_views.columns, name="review_columns"),
    path("reviews/process/", process_views.listing, name="review_process"),
    path("reviews/process/new/", process_views.new, name="new_process_assessment"),
    path("reviews/process/<int:pk>/", process_views.detail, name="process_assessment"),
    path("reviews/process/<int:pk>/second/", process_views.second, name="process_second"),
    path("reviews/learning/<int:pk>/action/", views.action, name="review_action"),
    path("reviews/case/<int:pk>/", case_views.detail, name="review_case"),
    path("reviews/case/<int:pk>/take/", case_views.take, name="review_take"),
    path("reviews/case/<int:pk>/read/", case_views.read, name="review_read"),
    path("reviews/case/<int:pk>/back/", case_views.back, name="review_back"),
    path("reviews/case/<int:pk>/settle/", case_views.settle, name="review_settle"),
    path("reviews/<int:pk>/", views.detail, name="review_round"),
    path("reviews/<int:pk>/receipt.json", drawing_views.receipt, name="review_receipt"),
    path("reviews/<int:pk>/check/", drawing_views.check, name="review_check"),
    path("reviews/<int:pk>/close/", views.close, name="review_close"),
    path("reviews/<int:pk>/learn/", views.learn, name="review_learn"),
]
