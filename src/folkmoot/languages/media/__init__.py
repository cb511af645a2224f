"""A text as a film in BSL, as a reading aloud or in large print: from which version it was made, who checked it, and what anybody gets."""
