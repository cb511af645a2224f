"""Where reach is thin: communities beside their people, who is known there, when they were met, and whom to meet next.

Owns no table. It reads communities, organisations, activities and the published counts, and puts them beside each other.
"""
