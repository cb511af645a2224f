"""Issues: several points that are about one thing, joined so that it is answered, acted on and told once."""
