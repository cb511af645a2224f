"""Published results of the Civil Service People Survey, whatever year and layout they come in: what was recognised, and what was not.

Source: Cabinet Office, Civil Service People Survey, results by organisation and by group, 2009 to 2024 (Open Government Licence).
"""
