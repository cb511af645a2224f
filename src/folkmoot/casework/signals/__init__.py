"""What crossed a declared rule in casework, and what became of it: explained, or acted on."""
