"""E-mail: the message as its reader sees it, and the files that came with it."""
