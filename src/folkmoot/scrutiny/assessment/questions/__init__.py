"""The questions that panels put to a case, in versions, and the scales that grade it: data, most of it shipped with its source."""
