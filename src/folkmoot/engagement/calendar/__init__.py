"""The one calendar of an Area: engagement and communications, feeds, invitations and replies, and drafts that came by mail."""
