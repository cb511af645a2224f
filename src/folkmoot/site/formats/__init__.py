"""Published texts in BSL, read aloud, in large print and in Easy Read, for everybody."""
