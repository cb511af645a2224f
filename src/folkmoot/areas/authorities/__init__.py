"""Local authorities: which there are and were, what they followed, who polices them, where they lie, and the files that say so."""
