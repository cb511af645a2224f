"""Whether two people code alike: a second, blind coding of points drawn at random, and what it says."""
