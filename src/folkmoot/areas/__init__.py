"""Places: the Areas of the service, their police forces and counties, each with dates, aliases and succession.

Owns reference data about places. Does not own people, communities or figures about them.
"""
