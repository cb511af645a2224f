"""Meetings of panels: series, finding a date, calling, replies, attendance, quorum, substitutes, closing."""
