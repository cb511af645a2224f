"""Statistics on counts: pure functions, no Django, no input or output, no clock. Every formula names its source."""
