"""How each Area does its work with communities: criteria, self-assessment, validation, moderation; certificates of assurance.

Owns: frameworks, assessments, certificates. What they rest on belongs to the rooms below.
"""
