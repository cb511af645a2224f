"""Partnerships: with whom, to what end, by what agreement, what came of it; one without contact in its time has lapsed."""
