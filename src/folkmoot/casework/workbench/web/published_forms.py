"""The choices of a published table, sent by GET so that the address holds them."""

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.workbench.published import Choice, OpenedTable
from folkmoot.casework.workbench.web.published_words import measure_words, place_column, title_of_column
from folkmoot.webkit.forms import GovukForm


class PublishedForm(GovukForm):
    """A measure, a place and one value of every other column; what has one answer is not asked."""

    send_label = _("Show")

    def __init__(self, opened: OpenedTable, choice: Choice) -> None:
        super().__init__(initial={"measure": choice.measure, "place": choice.place, **dict(choice.only)})
        del self.fields["mark"]
        if len(opened.measures) > 1:
            self.fields["measure"] = forms.ChoiceField(label=_("Measure"), choices=[(one, measure_words(one)) for one in opened.measures])
        for name, column in [("place", opened.place), *((one, one) for one in opened.filters)]:
            levels = opened.levels(column) if column else ()
            if len(levels) > 1:
                label = place_column(opened) if name == "place" else title_of_column(column)
                choices = [("", _("All")), *((level, level) for level in levels)]
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)
        self.helper.form_method = "get"
        self.helper.layout = Layout(*self.fields, Button("", self.send_label))
