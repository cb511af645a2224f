"""`{% translate %}` that never passes English off as Welsh: a phrase nobody has translated is shown in English, marked as English.

Inside an attribute use `{% translate "…" as name %}` and `{{ name }}`: markup cannot stand there.
"""

from typing import Any

from django import template
from django.conf import settings
from django.templatetags import i18n
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import get_language

from folkmoot.webkit.words import is_translated

register = template.Library()


class MarkedTranslateNode(i18n.TranslateNode):
    def render(self, context: template.Context) -> str:
        shown = super().render(context)
        if self.asvar or self.noop or get_language() != "cy":
            return shown
        words = self.filter_expression.var.literal if hasattr(self.filter_expression.var, "literal") else None
        if not isinstance(words, str) or is_translated(words):
            return shown
        return format_html('<span lang="en">{}</span>', shown)


@register.tag("translate")
def do_translate(parser: Any, token: Any) -> template.Node:
    node = i18n.do_translate(parser, token)
    return MarkedTranslateNode(node.filter_expression, node.noop, asvar=node.asvar, message_context=node.message_context)


@register.tag("blocktranslate")
def do_block_translate(parser: Any, token: Any) -> template.Node:
    node = i18n.do_block_translate(parser, token)
    node.__class__ = MarkedBlockTranslateNode
    return node


class MarkedBlockTranslateNode(i18n.BlockTranslateNode):
    def render(self, context: template.Context, nested: bool = False) -> str:
        singular, _ = self.render_token_list(self.singular)
        if nested or get_language() != "cy" or is_translated(singular):
            return super().render(context, nested)
        with translation.override(settings.LANGUAGE_CODE):  # a date or number inside an English sentence is English too
            shown = super().render(context, nested)
        return shown if self.asvar else format_html('<span lang="en">{}</span>', shown)


register.tag("get_current_language", i18n.do_get_current_language)
register.tag("language", i18n.language)
