"""The draw of cases that nobody can rig: a list fixed by its fingerprint, a seed made by several, and a receipt that anybody can check."""
