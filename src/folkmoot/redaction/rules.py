"""Why something was found. A span's `rule` is one or more of these codes parted by commas; each has a sentence of its own."""

from enum import StrEnum


class Rule(StrEnum):
    """The codes. The first of a span says what was recognised; the others say what makes it less, or more, certain."""

    FULL_NAME = "known full name"
    SURNAME = "known surname"
    GIVEN_NAME = "known given name"
    MIDDLE_NAME = "known middle name"
    INITIALS = "initials of a known name"
    SAME_SURNAME = "same surname as a known person"
    SAME_GIVEN_NAME = "same given name as a known person"
    EXHIBIT = "initials in an exhibit number"
    HANDLE_FROM_NAME = "made from a known name"
    WITH_TITLE = "after a title or rank"
    COLLAR = "known collar number"
    NICKNAME = "short form of the name"
    PLURAL = "plural of the name"
    BY_EAR = "spelt by ear or in another script"
    MISSPELT = "misspelt"
    EVERYDAY = "also an everyday word"
    SENTENCE_START = "capital begins a sentence"
    SMALL_LETTERS = "in small letters"
    SHARED = "more than one known person is called so"
    STREET = "also the name of a street"
    REPORTED_CASE = "name of a reported case"
    VALUE = "known value"
    SEPARATORS = "known value, written differently"
    MISREAD = "known value, a character misread"
    PART = "part of a known address"
    MUTATED = "Welsh mutation of a known place"
    OTHER_LANGUAGE = "other name of a known place"
    BIRTH_DATE = "known date of birth"
    BIRTH_DAY = "day and month of a known date of birth"
    BIRTH_YEAR = "month or year of a known date of birth"
    AGE_FOLLOWS = "age that follows from a known date of birth"
    CHECKED = "pattern, check digits right"
    SHAPE = "pattern"
    UNCHECKED = "pattern, check digits wrong"
    CONTEXT = "pattern, named by the words before it"
    FINDER = "reads as a name"
    REST = "rest of a longer suggestion"


SENTENCES: dict[Rule, str] = {
    Rule.FULL_NAME: "The full name of somebody in the case.",
    Rule.SURNAME: "The surname of somebody in the case.",
    Rule.GIVEN_NAME: "The given name of somebody in the case, without the surname.",
    Rule.MIDDLE_NAME: "A middle name of somebody in the case, on its own.",
    Rule.INITIALS: "Letters that are the initials of somebody in the case; they may stand for something else.",
    Rule.SAME_SURNAME: "Somebody else with the surname of a person in the case: perhaps a relative.",
    Rule.SAME_GIVEN_NAME: "Somebody with the given name of a person in the case and another surname.",
    Rule.EXHIBIT: "The letters of an exhibit number are the initials of whoever produced it.",
    Rule.HANDLE_FROM_NAME: "It is made from the name of somebody in the case.",
    Rule.WITH_TITLE: "A title or rank stands before it.",
    Rule.COLLAR: "The collar or shoulder number of an officer in the case.",
    Rule.NICKNAME: "A short form of the name.",
    Rule.PLURAL: "The family, or a possessive without its apostrophe.",
    Rule.BY_EAR: "Another spelling of the name that sounds alike, or the name in another script.",
    Rule.MISSPELT: "One or two letters away from the name.",
    Rule.EVERYDAY: "The name is also a word of everyday English: look at the sentence.",
    Rule.SENTENCE_START: "Any word has a capital here, so the capital says nothing.",
    Rule.SMALL_LETTERS: "It is written in small letters.",
    Rule.SHARED: "Several people in the case are called so: make sure which one is meant.",
    Rule.STREET: "It seems to name a street, not the person.",
    Rule.REPORTED_CASE: "It stands in the name of a case in the law reports.",
    Rule.VALUE: "A value the case is known to hold.",
    Rule.SEPARATORS: "A known value with other spaces, strokes or hyphens.",
    Rule.MISREAD: "A known value in which one character was read or typed as another.",
    Rule.PART: "A part of an address in the case.",
    Rule.MUTATED: "A place in the case, with its first letter changed as Welsh does.",
    Rule.OTHER_LANGUAGE: "A place in the case, in the other language.",
    Rule.BIRTH_DATE: "The date of birth of somebody in the case.",
    Rule.BIRTH_DAY: "The birthday of somebody in the case, without the year.",
    Rule.BIRTH_YEAR: "The month and year, or the year, of the date of birth of somebody in the case.",
    Rule.AGE_FOLLOWS: "With a date it gives the year of birth of somebody in the case.",
    Rule.CHECKED: "It has the shape of such a number, and its check digits are right.",
    Rule.SHAPE: "It has the shape of such a value.",
    Rule.UNCHECKED: "It has the shape of such a number, but its check digits are wrong: mistyped, or something else.",
    Rule.CONTEXT: "The words before it say what it is.",
    Rule.FINDER: "It reads as the name of a person.",
    Rule.REST: "What was left of a suggestion that lay partly under a longer one.",
}


def named(*rules: Rule) -> str:
    """The `rule` of a span."""
    return ", ".join(dict.fromkeys(rules))


def explained(rule: str) -> list[str]:
    """The sentences for a span's `rule`; a code that another finder gave is returned as it is."""
    found: list[str] = []
    rest = rule
    while rest:
        code = max((each for each in Rule if rest == each or rest.startswith(f"{each}, ")), key=len, default=None)
        if code is None:
            return [*found, rest]
        found.append(SENTENCES[code])
        rest = rest[len(code) + 2 :]
    return found
