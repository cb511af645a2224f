"""Briefing sessions for staff, and how much of each unit they reached. Attendance is counted, never named."""
