"""What an analysis of outcomes by group says: made from a cube, and told as data, text, HTML, ODS and CSV. No Django."""
