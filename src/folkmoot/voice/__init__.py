"""What communities said: points, the answer to each, and the telling of those who said it.

Owns points, answers and tellings. Knows where a point was raised only as `origin_kind` and `origin_id`.
"""
