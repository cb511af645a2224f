"""The minimum set: actions that headquarters issues and every Area undertakes, and how far each Area has come with each."""
