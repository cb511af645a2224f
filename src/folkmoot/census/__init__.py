"""Who lives here: published counts of people by authority and category, deprivation, and how they were reconciled.

Owns the declared sources, the counts they brought, and their change between censuses. It does not own places (`areas`), categories
(`characteristics`) or the communities an Area keeps (`communities`).
"""
