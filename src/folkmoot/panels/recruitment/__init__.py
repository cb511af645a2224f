"""Campaigns for the members a panel lacks: advert, application, sift, interview, offer, and what becomes of an application."""
