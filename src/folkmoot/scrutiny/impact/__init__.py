"""Community impact statements, from the request to whether they were used at sentence."""
