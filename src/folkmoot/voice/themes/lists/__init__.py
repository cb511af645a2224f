"""The coding list itself: drafts, issued versions, and what an Area adds to it."""
