"""The names of what can be brought in and taken out, in the order in which they are best brought: for the page and for the command."""

KIND_NAMES = ("communities", "organisations", "contacts", "roles", "speaks-for", "activities", "points")
