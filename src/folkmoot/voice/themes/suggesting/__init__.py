"""Suggestions: from cue words at first, from what people coded as soon as there is enough of it. Nothing leaves this machine."""
