"""On a Welsh page English never passes for Welsh."""

from django.template import Context, Template
from django.utils import translation
from django.utils.translation import ngettext

from folkmoot.webkit.words import is_translated

UNTRANSLATED = ("%(days)d day late", "%(days)d days late")


def test_a_plural_nobody_translated_keeps_its_english_forms():
    assert not is_translated(UNTRANSLATED[0])
    with translation.override("cy"):
        assert ngettext(*UNTRANSLATED, 4) == UNTRANSLATED[1]


def test_an_untranslated_phrase_is_marked_as_english_and_a_translated_one_is_not():
    with translation.override("cy"):
        shown = Template('{% translate "Sign in" %}|{% translate "No one has translated this" %}').render(Context())
    welsh, english = shown.split("|")
    assert welsh == "Mewngofnodi"
    assert english == '<span lang="en">No one has translated this</span>'


def test_a_date_in_an_english_sentence_is_english():
    from datetime import date

    template = Template("{% blocktranslate with day=on|day %}Nobody has translated this of {{ day }}{% endblocktranslate %}|{{ on|day }}")
    with translation.override("cy"):
        sentence, alone = template.render(Context({"on": date(2026, 7, 3)})).split("|")
    assert "3 July 2026" in sentence
    assert alone == "3 Gorffennaf 2026"
