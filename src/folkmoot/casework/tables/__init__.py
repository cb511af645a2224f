"""Publication of tables: prepared, attacked together with all that was ever released, agreed by a second person, published.

Owns publications with their editions, and the register of what was released. The figures of an edition are frozen when it is checked:
page, workbook and CSV are made from the same cells. What may be shown is decided by `stats`; nothing here lets a figure out past it.
"""
