"""Confidence asked before and after an activity, by a link that carries no name: two groups of answers, never the same people twice."""
