"""The fictional year: a service with all its Areas at work, built from a seed through every room's own operations.

Owns nothing that a real service uses. Everything it makes is labelled fictional on every page.
"""
