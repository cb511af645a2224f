"""The communities that members can speak for, against the people who live in the Area, with no person in it."""
