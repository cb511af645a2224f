"""What a count must be, whoever counts: readable cases that every engine is held to and that are printed as docs/specification.md."""

from folkmoot.engines.tests.spec import conditions, groups, kinds, missing, outcomes, readings, refusals, words

CHAPTERS = (outcomes, conditions, missing, words, groups, readings, kinds, refusals)
