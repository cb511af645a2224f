from django.urls import include, path

from folkmoot.voice.issues.web import views as issues
from folkmoot.voice.web import answering, views

app_name = "voice"
urlpatterns = [
    path("", views.listing, name="list"),
    path("", include("folkmoot.voice.themes.web.urls")),
    path("new", views.new, name="new"),
    path("forms/", include("folkmoot.voice.forms.web.urls")),
    path("published/", include("folkmoot.voice.published.web.urls")),
    path("<int:point_id>/", views.detail, name="detail"),
    path("<int:point_id>/change", views.change, name="change"),
    path("<int:point_id>/whole", views.whole, name="whole"),
    path("<int:point_id>/equality", views.equality, name="equality"),
    path("<int:point_id>/answer", answering.answer, name="answer"),
    path("<int:point_id>/tell", answering.tell, name="tell"),
    path("<int:point_id>/action", answering.action, name="action"),
    # issues
    path("issues/", issues.listing, name="issues"),
    path("issues/new", issues.new, name="issue-new"),
    path("issues/<int:issue_id>/", issues.detail, name="issue"),
    path("issues/<int:issue_id>/change", issues.change, name="issue-change"),
    path("issues/<int:issue_id>/join", issues.join, name="issue-join"),
    path("issues/<int:issue_id>/points/<int:point_id>/take-out", issues.take_out, name="issue-take-out"),
    path("issues/<int:issue_id>/answer", issues.answer, name="issue-answer"),
    path("issues/<int:issue_id>/tell", issues.tell, name="issue-tell"),
    path("issues/<int:issue_id>/action", issues.action, name="issue-action"),
    path("<int:point_id>/issue", issues.of_point, name="point-issue"),
]
