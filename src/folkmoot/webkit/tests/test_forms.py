import pytest
from django import forms

from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class Everything(GovukForm):
    words = WordsField(label="What we answer")
    outcome = forms.ChoiceField(label="Our answer", choices=[("yes", "Yes")])
    name = forms.CharField(label="CPS Area (its name)", max_length=5)
    on = DayField(label="Planned for")
    people = forms.IntegerField(label="How many people", min_value=0, max_value=100_000)
    hours = forms.DecimalField(label="Hours", max_value=10_000, decimal_places=2)
    email = forms.EmailField(label="E-mail of the organisation")
    own = forms.CharField(label="Title", error_messages={"required": "Say what it is."})
    share = forms.ChoiceField(label="50% of cases", choices=[("a", "A")])


def problems(**given):
    form = Everything(given)
    return {name: list(texts) for name, texts in form.errors.items()}


def test_what_is_left_blank_is_named():
    assert problems() == {
        "words": ["Write what we answer."],
        "outcome": ["Choose our answer."],
        "name": ["Enter CPS Area."],
        "on": ["Planned for: enter the date."],
        "people": ["Enter how many people."],
        "hours": ["Enter hours."],
        "email": ["Enter e-mail of the organisation."],
        "own": ["Say what it is."],
        "share": ["This field is required."],
    }


@pytest.mark.parametrize(
    ("field", "given", "sentence"),
    [
        ("people", "some", "How many people: enter a whole number."),
        ("people", "-1", "How many people: enter 0 or more."),
        ("people", "100001", "How many people: enter 100,000 or less."),
        ("hours", "one", "Hours: enter a number, for example 1.5."),
        ("hours", "1.234", "Hours: use fewer figures after the point."),
        ("on", "31/2/2026", "Planned for: enter a real date, for example 7/3/2026."),
        ("outcome", "no", "Our answer: choose one of those offered."),
        ("name", "Wessex", "CPS Area: use 5 characters or fewer."),
        ("email", "nobody", "E-mail of the organisation: enter an address such as name@example.org."),
    ],
)
def test_what_cannot_be_used_is_named(field, given, sentence):
    assert problems(**{field: given})[field] == [sentence]


def test_a_label_with_a_percent_sign_is_no_template():
    assert len(problems(share="b")["share"]) == 1
