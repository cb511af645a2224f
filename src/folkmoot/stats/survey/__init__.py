"""Staff and public surveys: scores, margins, gaps between groups, change over time, and what published tables allow."""
