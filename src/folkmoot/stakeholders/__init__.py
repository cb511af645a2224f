"""Whom we know: organisations and the people in them, their access needs and what they agreed to.

Owns organisations and contacts. Does not own what was done with them (engagement) or said by them (voice).
"""
