"""What every room stands on: the base row, the audit trail, privacy labels, periods, tables that people bring and take away.

Owns the audit trail. Knows no room and no role.
"""
