from django.urls import path

from folkmoot.reports.release.web import views as release
from folkmoot.reports.review.web import views as review
from folkmoot.reports.web import views

app_name = "reports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("for-you/", review.mine, name="mine"),
    path("challenges/", review.log, name="challenges"),
    path("challenges/challenges.<str:kind>", review.log_file, name="challenges_file"),
    path("comments/<int:comment_id>/", review.comment, name="comment"),
    path("comments/<int:comment_id>/answer", review.answer, name="answer"),
    path("<int:report_id>/", views.detail, name="detail"),
    path("<int:report_id>/sign", views.sign, name="sign"),
    path("<int:report_id>/return", release.give_back, name="return"),
    path("<int:report_id>/review", review.open_review, name="review_open"),
    path("<int:report_id>/review/last-day", review.last_day, name="review_last_day"),
    path("<int:report_id>/comment", review.comment_new, name="comment_new"),
    path("<int:report_id>/signatories", release.signatories, name="signatories"),
    path("<int:report_id>/send", release.send, name="send"),
    path("<int:report_id>/publication", release.publication, name="publication"),
    path("<int:report_id>/publication/send-back", release.send_back, name="publication_return"),
    path("<int:report_id>/publication/withdraw", release.withdraw, name="publication_withdraw"),
    path("<int:report_id>/do/<slug:what>", views.do, name="do"),
    path("<int:report_id>/report-<str:language>.<str:kind>", views.download, name="download"),
]
