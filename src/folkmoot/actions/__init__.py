"""SMART actions, their progress and evidence, whatever they came from.

Owns actions. Knows what an action came from only as `origin_kind` and `origin_id`, so that a point, a meeting, a scrutinised
case or a disparity can each raise one.
"""
