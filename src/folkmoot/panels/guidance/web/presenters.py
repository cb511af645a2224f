"""Guidance as it is read: in the language of the page, in full or in Easy Read."""

from dataclasses import dataclass

from django.utils.translation import get_language

from folkmoot.panels.guidance.models import GuidanceVersion
from folkmoot.panels.guidance.rules import Block, blocks_of


@dataclass(frozen=True)
class Shown:
    """A version as it is shown. `language` is "en" where the page is Welsh and the words are not, else ""."""

    title: str
    title_language: str
    blocks: list[Block]
    language: str
    easy: bool
    has_easy: bool


def shown_of(version: GuidanceVersion, *, easy: bool = False) -> Shown:
    """The words of a version; in Easy Read where that is asked for and there is one."""
    has_easy = bool(version.easy_en or version.easy_cy)
    title, title_language = _in_language(version.title_en, version.title_cy)
    name = "easy" if easy and has_easy else "words"
    words, language = _in_language(getattr(version, f"{name}_en"), getattr(version, f"{name}_cy"))
    return Shown(title, title_language, blocks_of(words), language, name == "easy", has_easy)


def _in_language(english: str, welsh: str) -> tuple[str, str]:
    if get_language() == "cy":
        return (welsh, "") if welsh else (english, "en")
    return english, ""
