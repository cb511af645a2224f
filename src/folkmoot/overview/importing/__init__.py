"""The pages that bring organisations, contacts, activities and points in from files, and take them out."""
