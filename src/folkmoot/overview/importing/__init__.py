"""The pages that bring communities, organisations, people, their roles, activities and points in from files, and take them out."""
