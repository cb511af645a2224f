from django.urls import path

from folkmoot.accounts.notices.web import inbox_views, letter_views
from folkmoot.accounts.web import audit_views, joining_views, own_views, views

app_name = "accounts"
urlpatterns = [
    path("me/", own_views.me, name="me"),
    path("no-role/", own_views.no_role, name="no_role"),
    path("join/", joining_views.join, name="join"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/role/", views.give_role, name="give_role"),
    path("people/<int:pk>/disable/", views.disable, name="disable"),
    path("people/<int:pk>/enable/", views.enable, name="enable"),
    path("people/roles/<int:pk>/end/", views.end_role, name="end_role"),
    path("audit/", audit_views.audit_trail, name="audit"),
    # notices
    path("inbox/", inbox_views.inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox_views.open_notice, name="inbox_open"),
    path("inbox/read/", inbox_views.read_all, name="inbox_read_all"),
    path("inbox/preferences/", inbox_views.preferences, name="notice_preferences"),
    path("letters/", letter_views.letters, name="letters"),
    path("letters/<int:pk>/<slug:what>/", letter_views.settle, name="settle_letter"),
]
