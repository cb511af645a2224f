"""Decisions on policy and on how we work, with what was considered before each; consultations; equality impact assessments.

Owns: decision records, consultations, assessments. What was considered (points, findings, plans) belongs to other rooms.
"""
