"""Reference data that ships as editable tables: read with plain errors, stored idempotently, withdrawn rather than deleted."""
