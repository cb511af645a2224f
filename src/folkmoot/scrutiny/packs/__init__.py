"""What the panel reads of a case: prepared, reviewed by two people who did not prepare it, released, expired or recalled."""
