"""Sources: information that partners send us regularly (justice boards, police, councils), who watches each, and what has come."""
