"""Forms and surveys made without code, answered by anybody with the link, on paper or on a telephone, and what the answers add up to."""
