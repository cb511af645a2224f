"""Delivery of the strategy: for each commitment its actions, its measures, and the Areas in which nothing is happening.

Stands here and not with the strategy because it sees actions. Owns no table.
"""
