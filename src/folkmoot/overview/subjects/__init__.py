"""What is held about one person, given to them; and how long what is held about people is kept."""
