"""Addresses of the calendar, within those of engagement; what is opened by a secret stands in `public_urls`."""

from django.urls import path

from folkmoot.engagement.calendar.web import drafts, invitations, views

urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("day", views.day, name="calendar_day"),
    path("communications/new", views.new_communication, name="communication_new"),
    path("communications/<int:pk>/", views.communication, name="communication"),
    path("communications/<int:pk>/change", views.change_communication, name="communication_change"),
    path("communications/<int:pk>/published", views.publish_communication, name="communication_publish"),
    path("communications/<int:pk>/cancel", views.cancel_communication, name="communication_cancel"),
    path("activities/<int:pk>/time", views.timing, name="timing"),
    path("activities/<int:pk>/invitations/", invitations.listing, name="invitations"),
    path("activities/<int:pk>/invitations/new", invitations.new, name="invitations_new"),
    path("activities/<int:pk>/invitations/send", invitations.send, name="invitations_send"),
    path("drafts/", drafts.listing, name="drafts"),
    path("drafts/file", drafts.file, name="calendar_file"),
    path("drafts/<int:pk>/", drafts.finish, name="draft"),
    path("drafts/<int:pk>/discard", drafts.discard, name="draft_discard"),
    path("drafts/<int:pk>/seen", drafts.seen, name="draft_seen"),
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/<int:pk>/revoke", views.revoke_feed, name="feed_revoke"),
]
