"""What a meeting talks about: the backlog that fills itself, items by remit, papers, declarations, and the minutes."""
