"""The statement of representation: what anybody may read about whom a panel can speak for. No person is in it, and no small number."""

from datetime import date
from typing import TypedDict

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from folkmoot.panels.models import Panel
from folkmoot.panels.representation.queries import Line, Representation, representation
from folkmoot.panels.representation.rules import FEWEST_SHOWN, few, may_name_communities

LANGUAGES = ("en", "cy", "easy")


class CommunityWords(TypedDict):
    """A community as the statement names it. `figure` is "" where nobody counted; `language` is that of the name."""

    name: str
    language: str
    figure: str


class Statement(TypedDict):
    """What may be published, in one language, ready to be frozen as it is. Every value is words."""

    language: str
    title: str
    day: str
    members: str
    spoken_for: list[CommunityWords]
    missing: list[CommunityWords]
    withheld: str
    how: list[str]
    spoken_for_title: str
    missing_title: str
    how_title: str


def statement(panel: Panel, on: date, language: str) -> Statement:
    """The statement of a panel for a day, in "en", "cy" or "easy" (Easy Read, in English). Raises ValueError for another language."""
    return statement_of(representation(panel, on), language)


def statement_of(found: Representation, language: str) -> Statement:
    """The statement made of a representation that was read already; see `statement`."""
    if language not in LANGUAGES:
        raise ValueError(f"a statement is written in {', '.join(LANGUAGES)}, not {language}")
    with translation.override("cy" if language == "cy" else settings.LANGUAGE_CODE):
        return _written(found, language)


def _written(found: Representation, language: str) -> Statement:
    easy, named = language == "easy", may_name_communities(found.members)
    day = date_format(found.on, "j F Y")
    title = _("Who this panel can speak for: %(panel)s") if easy else _("Statement of representation: %(panel)s")
    return Statement(
        language=language,
        title=title % {"panel": found.panel.name},
        day=day,
        members=_members(found.members, day, easy=easy),
        spoken_for=[_community(line) for line in _by_name(found.represented)] if named else [],
        missing=[_community(line) for line in _by_name(found.gaps)] if named else [],
        withheld="" if named else _withheld(found.members, easy=easy),
        how=_how(found, easy=easy),
        spoken_for_title=_("The panel can speak for") if easy else _("Communities for which members can speak"),
        missing_title=_("Who is missing") if easy else _("Communities for which nobody on the panel can speak yet"),
        how_title=_("What you should know") if easy else _("How to read this"),
    )


def _members(number: int, day: str, *, easy: bool) -> str:
    said = {"day": day, "number": number, "fewest": FEWEST_SHOWN}
    if number == 0:
        return _("On %(day)s nobody sat on this panel.") % said
    if few(number):
        return _("On %(day)s fewer than %(fewest)d people sat on this panel.") % said
    if easy:
        return _("On %(day)s there were %(number)d people on the panel. They give their time for free.") % said
    return _("On %(day)s the panel had %(number)d members from the community. They are volunteers.") % said


def _by_name(lines: list[Line]) -> list[Line]:
    """In the order of their names: any other would tell what we think of the trust of each, which is not published."""
    return sorted(lines, key=lambda line: str(line.community).casefold())


def _community(line: Line) -> CommunityWords:
    name = line.community.name_cy if translation.get_language() == "cy" and line.community.name_cy else line.community.name
    welsh = name == line.community.name_cy and bool(name) and translation.get_language() == "cy"
    return CommunityWords(name=name, language="cy" if welsh else "en", figure=figure_words(line))


def figure_words(line: Line) -> str:
    """“4,100 people, 0.6% of those who live here”; “” where nobody counted."""
    people, share = line.figure.people, line.figure.share
    if people is None:
        return ""
    said = {"people": number_format(people, force_grouping=True)}
    if share is None:
        return _("%(people)s people") % said
    if share < 0.001:
        return _("%(people)s people, fewer than 1 in 1,000 of those who live here") % said
    return _("%(people)s people, %(share)s%% of those who live here") % (said | {"share": number_format(100 * share, 1)})


def _withheld(number: int, *, easy: bool) -> str:
    if number == 0:
        return ""
    if easy:
        return _("The panel is very small. We do not say who it can speak for, because that could tell you who the people are.")
    return _("With so few members we do not publish for which communities they can speak: it could tell who they are.")


def _how(found: Representation, *, easy: bool) -> list[str]:
    """What to know before using it: what the words mean, what is left out, where figures come from and what they cannot say."""
    if easy:
        return [
            _("A person who can speak for a community knows it well. They may not belong to it."),
            _("We never say who the people on the panel are."),
            *([_("Some people on the panel have not told us yet who they can speak for.")] if found.silent else []),
        ]
    uncounted = sum(line.figure.people is None for line in found.lines)
    return [
        _("A member who can speak for a community knows it and is known in it, by their own word or that of their organisation. They need"
          " not belong to it, and this statement says of nobody that they do."),
        _("No member is named, and how many members can speak for one community is not given: such numbers are small."),
        *([_("It is not complete: not for every member has it been recorded for whom they can speak.")] if found.silent else []),
        *_sources(found),
        *([_("For some communities named here no published table says how many people they have.")] if uncounted else []),
        _("A panel of so few people cannot mirror everybody who lives here; a community that is missing here is one we look for."),
    ]  # fmt: skip


def _sources(found: Representation) -> list[str]:
    named = sorted({line.figure.source for line in found.lines if line.figure.people is not None and line.figure.source})
    return [_("Numbers of people come from: %(sources)s. They overlap: one person may belong to several communities.")
            % {"sources": "; ".join(named)}] if named else []  # fmt: skip


def persons_in(made: Statement, names: list[str]) -> list[str]:
    """The given names (of members, whole or in parts of more than two letters) that stand in a statement: none may."""
    text = " ".join([made["title"], *(each["name"] for each in (*made["spoken_for"], *made["missing"])), *made["how"]]).casefold()
    words = {word.strip(".,;:()“”") for word in text.split()}
    return [name for name in names if any(part in words for part in name.casefold().split() if len(part) > 2)]
