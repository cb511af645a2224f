"""Who works here: representation, declaration, targets and change over time, from exact, rounded or withheld headcounts."""
