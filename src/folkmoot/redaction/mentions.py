"""Where the people of a case are named in a text: by every form of the name, and with how much certainty."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from folkmoot.redaction.certainty import Reading, certainty
from folkmoot.redaction.found import Form, Found, Origin
from folkmoot.redaction.name_index import QUALITY, Hit, How, NameIndex, Part, could_be_a_word
from folkmoot.redaction.rules import Rule, named
from folkmoot.redaction.spans import Kind
from folkmoot.redaction.tokens import APOSTROPHES, Token, Tokens
from folkmoot.redaction.vocabulary import DAYS, MONTHS, PARTICLES, POLICE_RANKS, SPEAKING, STREET_FORMS, TITLES, english

_JOINS = re.compile(rf"[ \t\u00a0]*[{APOSTROPHES}‐‑-]?[ \t\u00a0]*(?:\r?\n[ \t]*)?")
_SPACES = re.compile(r"[ \t\u00a0]+(?:\r?\n[ \t]*)?|\r?\n[ \t]*")
_DOT = re.compile(r"\.?[ \t\u00a0/-]*(?:\r?\n[ \t]*)?")
_COMMA = re.compile(r"[ \t\u00a0]*,[ \t\u00a0]*(?:\r?\n[ \t]*)?")

_DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "my", "your", "his", "her", "our", "their", "no", "any", "each", "every", "some"}
)


@cache
def _no_names() -> frozenset[str]:
    """Words that may have a capital in front of a surname and are no given name."""
    return english() | TITLES | SPEAKING | set(MONTHS) | DAYS | set(STREET_FORMS)


@dataclass
class Mention:
    """A run of words that may name `person`."""

    person: int
    first: int
    last: int
    hits: list[Hit] = field(default_factory=list)
    initials: int = 0
    title: bool = False
    shared: bool = False

    @property
    def parts(self) -> set[Part]:
        return {hit.part for hit in self.hits}

    @property
    def whole(self) -> bool:
        surname = Part.SURNAME in self.parts
        return Part.WHOLE in self.parts or (surname and (bool(self.initials) or bool(self.parts & {Part.GIVEN, Part.MIDDLE})))

    @property
    def quality(self) -> float:
        return min(QUALITY[hit.how] for hit in self.hits)

    @property
    def weight(self) -> tuple[bool, int, float]:
        return (self.whole, len(self.hits) + self.initials, self.quality)


class Mentions:
    """Searches one text for the people of an index. `passed_over` counts words that could be a name and were taken for everyday words."""

    def __init__(self, tokens: Tokens, index: NameIndex) -> None:
        self.tokens, self.index = tokens, index
        small = tokens.careless_of_capitals
        self.hits = [index.look_up(token, small_letters_count=small) if index.people else () for token in tokens.all]
        self.passed_over: dict[str, int] = {}
        self._last_named: dict[int, int] = {}
        if not small:
            self._pass_over_small_letters()

    def _pass_over_small_letters(self) -> None:
        """In careful writing “will” and “rose” in small letters are words, not Will and not Rose."""
        for place, hits in enumerate(self.hits):
            token = self.tokens[place]
            if hits and token.raw[0].islower() and token.folded in english():
                self.hits[place] = ()
                if any(hit.how is How.EXACT for hit in hits):
                    self._pass_over(token.folded)

    def _pass_over(self, word: str) -> None:
        self.passed_over[word] = self.passed_over.get(word, 0) + 1

    def all(self) -> Iterator[Found]:
        """Every mention, in order. They do not overlap."""
        done = -1
        for place, hits in enumerate(self.hits):
            if not hits or place <= done:
                continue
            mention = self._best(place, hits, done)
            if mention is None:
                continue
            done = mention.last
            found = self._weighed(mention)
            if found is not None:
                yield found

    def _best(self, place: int, hits: Sequence[Hit], done: int) -> Mention | None:
        grown = [self._grown(place, hit, done) for hit in hits]
        likely = self._likely_alone(place, hits)
        grown = [each for each in grown if each.title or each.whole or len(each.hits) > 1 or likely(each)]
        if not grown:
            return None
        top = max(grown, key=lambda each: each.weight)
        level = {each.person: each for each in grown if each.weight[:2] == top.weight[:2] and each.quality == top.quality}
        if len(level) == 1:
            return top
        chosen = level[max(level, key=lambda person: (self._last_named.get(person, -1), -person))]
        chosen.shared = True
        return chosen

    def _likely_alone(self, place: int, hits: Sequence[Hit]) -> Callable[[Mention], bool]:
        """Whether one word may stand for the person: not a middle name misspelt, nor an English word that is only near the name."""
        word = could_be_a_word(self.tokens[place], hits)
        before = self.tokens.before(place)
        bare = (
            self.tokens[place].capital and not self.tokens.begins_sentence(place) and (before is None or before.folded not in _DETERMINERS)
        )
        by_ear = bare and {How.BY_EAR} >= {hit.how for hit in hits}
        exact = (How.EXACT, How.NICKNAME, How.PLURAL)
        return lambda mention: (not word or by_ear) and (mention.parts != {Part.MIDDLE} or mention.hits[0].how in exact)

    def _grown(self, place: int, hit: Hit, done: int) -> Mention:
        mention = Mention(hit.person, place, place, [hit])
        self._grow_forward(mention)
        self._grow_back(mention, done)
        return mention

    def _grow_forward(self, mention: Mention) -> None:
        while mention.last + 1 < len(self.tokens):
            place = mention.last + 1
            taken = self._taken(mention, place, self.tokens.gap(mention.last))
            if not taken:
                return
            mention.last = taken

    def _taken(self, mention: Mention, place: int, gap: str) -> int:
        """The place of the last word that belongs to the mention from `place` on; 0 where none does."""
        token = self.tokens[place]
        comma = bool(_COMMA.fullmatch(gap))
        joined = bool(_JOINS.fullmatch(gap)) or (bool(_DOT.fullmatch(gap)) and self.tokens[place - 1].initial)
        if not joined and not (comma and mention.hits[-1].part is Part.SURNAME):
            return 0
        hit = self._hit_for(mention, place)
        if hit is not None and (joined or hit.part is not Part.SURNAME):
            mention.hits.append(hit)
            return place
        if token.initial and self._fits(mention, token) and self._initial_follows(mention, place, comma):
            mention.initials += 1
            return place
        return self._bridge(mention, place) if joined or token.folded in TITLES else 0

    def _hit_for(self, mention: Mention, place: int) -> Hit | None:
        """A word of the person's name that the mention does not hold yet."""
        had = {hit.word for hit in mention.hits}
        mine = [hit for hit in self.hits[place] if hit.person == mention.person and hit.word not in had]
        return max(mine, key=lambda hit: QUALITY[hit.how], default=None)

    def _fits(self, mention: Mention, token: Token) -> bool:
        """Whether a single letter begins a name of the person that was not given yet."""
        had = {hit.word for hit in mention.hits}
        names = self.index.people[mention.person].names
        return any(word[0] == token.folded for name in names for word in name.given + name.surname if word not in had)

    def _initial_follows(self, mention: Mention, place: int, comma: bool) -> bool:
        """“Smith, J.” and “John A. Smith”, but not the J in “J. Smith, J. Brown”."""
        before = self.tokens.before(mention.first)
        if mention.whole or (before is not None and before.initial and _DOT.fullmatch(self.tokens.gap(mention.first - 1))):
            return False
        return comma or self._initial_belongs(mention, place)

    def _initial_belongs(self, mention: Mention, place: int) -> bool:
        after = self.tokens.gap(place)
        if place + 1 < len(self.tokens) and _DOT.fullmatch(after) and self._hit_for(mention, place + 1):
            return True
        last_was_surname = mention.hits[-1].part is Part.SURNAME
        return last_was_surname and not mention.title and (self.tokens[place].raw not in ("I", "A") or after.startswith("."))

    def _bridge(self, mention: Mention, place: int) -> int:
        """A particle, a title after a comma, or one unknown middle name, when a word of the name follows."""
        if place + 1 >= len(self.tokens) or not _JOINS.fullmatch(self.tokens.gap(place)):
            return 0
        token, hit = self.tokens[place], self._hit_for(mention, place + 1)
        particles = {word for name in self.index.people[mention.person].names for word in name.particles}
        if token.folded in particles and (hit or self.tokens[place + 1].folded in particles):
            return place
        between = token.capital and not token.number and token.folded not in english() and len(token.folded) > 1
        given_first = hit is not None and hit.part is Part.SURNAME and Part.SURNAME not in mention.parts
        if hit and (token.folded in TITLES or (between and given_first)):
            return place
        return 0

    def _grow_back(self, mention: Mention, done: int) -> None:
        particles = PARTICLES if any(name.particles for name in self.index.people[mention.person].names) else frozenset()
        while mention.first - 1 > done:
            place, token = mention.first - 1, self.tokens[mention.first - 1]
            gap = self.tokens.gap(place)
            spaced = bool(_DOT.fullmatch(gap))
            if spaced and token.initial and self._fits(mention, token) and (token.raw not in ("I", "A") or gap.startswith(".")):
                mention.initials += 1
            elif not (token.folded in particles and _JOINS.fullmatch(gap)):
                break
            mention.first = place
        self._take_title(mention, done)

    def _take_title(self, mention: Mention, done: int) -> None:
        place = mention.first - 1
        numbered = place - 1 > done and self.tokens[place].number and self.tokens[place - 1].folded in POLICE_RANKS
        if numbered and len(self.tokens[place].raw) <= 6 and len(self.tokens.gap(place)) <= 3:
            place -= 1
        while place > done and self._is_title(self.tokens[place]) and _DOT.fullmatch(self.tokens.gap(place)):
            mention.first, mention.title = place, True
            place -= 1
        if mention.title:
            self._take_number_after(mention)

    def _is_title(self, token: Token) -> bool:
        small = self.tokens.careless_of_capitals and token.folded not in english()
        return token.folded in TITLES and (token.capital or small)

    def _take_number_after(self, mention: Mention) -> None:
        """The collar number in “PC Smith 1234”, and in “DC Jane Smith (4821)”."""
        after = self.tokens.after(mention.last)
        ranked = any(self.tokens[place].folded in POLICE_RANKS for place in range(mention.first, mention.last))
        if ranked and after is not None and after.number and 2 <= len(after.raw) <= 6 and self.tokens.gap(mention.last) in (" ", " ("):
            follows = self.tokens.text[after.end : after.end + 1]
            if follows not in tuple("/:-"):
                mention.last += 1

    def _weighed(self, mention: Mention) -> Found | None:
        person = self.index.people[mention.person]
        other = "" if mention.whole else self._somebody_else(mention)
        if other:
            return self._other_person(mention, other)
        reading = self._reading(mention)
        confidence, rules = certainty(reading)
        if confidence <= 0:
            self._pass_over(self.tokens[mention.first].folded)
            return None
        if mention.whole or mention.person not in self._last_named:
            self._last_named[mention.person] = mention.last
        start, end, form = self._extent(mention)
        return Found(start, end, Kind.NAME, confidence, named(*rules), Origin.KNOWN, person.key, form=form)

    def _reading(self, mention: Mention) -> Reading:
        alone = mention.first == mention.last
        return Reading(
            tokens=self.tokens, place=mention.first, last=mention.last, whole=mention.whole, title=mention.title,
            parts=frozenset(mention.parts),
            hows=frozenset(hit.how for hit in mention.hits), quality=mention.quality, alone=alone, shared=mention.shared,
            double_barrelled=self._half_of_surname(mention),
        )  # fmt: skip

    def _half_of_surname(self, mention: Mention) -> bool:
        said = {hit.word for hit in mention.hits}
        names = [name for name in self.index.people[mention.person].names if said & set(name.surname)]
        return bool(names) and all(len(name.surname) > 1 and not set(name.surname) <= said for name in names)

    def _somebody_else(self, mention: Mention) -> str:
        """“before” or “after” where a strange name stands beside a surname or a given name that is known."""
        before, after = self.tokens.before(mention.first), self.tokens.after(mention.last)
        if mention.title or mention.initials:
            return ""
        if mention.parts == {Part.SURNAME} and before is not None and _DOT.fullmatch(self.tokens.gap(mention.first - 1)):
            dotted = self.tokens.gap(mention.first - 1).startswith(".")
            if before.initial and (dotted or before.raw not in ("I", "A")) and len(self.tokens.gap(mention.first - 1)) < 4:
                return "before"
            if not dotted and self._strange_name(before, mention.first - 1):
                return "before"
        if Part.SURNAME not in mention.parts and after is not None and _SPACES.fullmatch(self.tokens.gap(mention.last)):
            return "after" if self._strange_name(after, mention.last + 1) else ""
        return ""

    def _strange_name(self, token: Token, place: int) -> bool:
        named_already = any(hit.how in (How.EXACT, How.NICKNAME) for hit in self.hits[place])
        shape = token.capital and not token.number and len(token.folded) > 2 and not (token.raw.isupper() and len(token.raw) < 5)
        return shape and not named_already and token.folded not in _no_names()

    def _other_person(self, mention: Mention, where: str) -> Found:
        first, last = (mention.first - 1, mention.last) if where == "before" else (mention.first, mention.last + 1)
        start, end = self.tokens[first].start, self.tokens[last].end
        words = " ".join(self.tokens[place].folded for place in range(first, last + 1))
        rule = Rule.SAME_SURNAME if where == "before" else Rule.SAME_GIVEN_NAME
        confidence = (0.8 if where == "before" else 0.7) * mention.quality
        return Found(start, end, Kind.NAME, round(confidence, 2), named(rule), Origin.KNOWN, owner="", value=words)

    def _extent(self, mention: Mention) -> tuple[int, int, Form]:
        """Where the name begins and ends, and how it stands in the sentence."""
        start, end = self.tokens[mention.first].start, self.tokens[mention.last].end
        text = self.tokens.text
        if "(" in text[start:end] and ")" not in text[start:end] and text[end : end + 1] == ")":
            return start, end + 1, Form.PLAIN
        plural = mention.hits[-1].how is How.PLURAL
        open_apostrophe = (
            text[end : end + 1] in tuple("'’") and not text[end + 1 : end + 2].isalnum() and text[end - 1 : end] in tuple("sS")
        )
        if open_apostrophe and start and text[start - 1] in tuple("'‘"):
            open_apostrophe = False
        if plural:
            determiner = self.tokens.before(mention.first)
            family = determiner is not None and determiner.folded in ("the", "other", "both", "y", "these", "those")
            return start, end + open_apostrophe, Form.POSSESSIVE if open_apostrophe or not family else Form.FAMILY
        if open_apostrophe and re.match(r" +[a-z]", text[end + 1 :]):
            return start, end + 1, Form.POSSESSIVE
        return start, end, Form.PLAIN
