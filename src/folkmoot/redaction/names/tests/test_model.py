"""A language model is used only where the deployment names one, and what is wrong with it is said."""

import sys
import types

import pytest

from folkmoot.redaction.names import NoNameModel, finder
from folkmoot.redaction.names import model as models


@pytest.fixture(autouse=True)
def forget():
    models._kept.cache_clear()
    yield
    models._kept.cache_clear()


def test_without_the_setting_there_is_no_model(monkeypatch):
    monkeypatch.delenv(models.SETTING, raising=False)
    assert not finder().uses_model


def test_a_model_without_its_library_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv(models.SETTING, str(tmp_path))
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(NoNameModel, match="names") as refused:
        finder()
    assert "extra “names”" in refused.value.do


def test_a_folder_that_holds_no_model_is_said(monkeypatch, tmp_path):
    def load(folder, exclude):
        raise OSError("no meta.json")

    monkeypatch.setenv(models.SETTING, str(tmp_path))
    monkeypatch.setitem(sys.modules, "spacy", types.SimpleNamespace(load=load))
    with pytest.raises(NoNameModel) as refused:
        finder()
    assert str(tmp_path) in refused.value.why


def test_what_the_model_marks_is_placed_in_the_whole_text(monkeypatch, tmp_path):
    def pipeline(piece):
        at = piece.find("Zsófi")
        people = [types.SimpleNamespace(label_="PERSON", start_char=at, end_char=at + 7)] if at >= 0 else []
        return types.SimpleNamespace(ents=[*people, types.SimpleNamespace(label_="ORG", start_char=0, end_char=1)])

    monkeypatch.setenv(models.SETTING, str(tmp_path))
    monkeypatch.setitem(sys.modules, "spacy", types.SimpleNamespace(load=lambda _folder, **_options: pipeline))
    text = "word " * 9_000 + "Zsófi's coat\n" + "word " * 9_000
    spans = models.name_model().find(text)
    assert [(span.text, text[span.start : span.end]) for span in spans] == [("Zsófi", "Zsófi")]
