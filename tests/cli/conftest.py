import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnnstudio import translations
from cnnstudio.cli import language
from tests import languages, sentences


@pytest.fixture
def pseudo(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The code of a language with accents, which has all that the command line says."""
    messages = {
        text.source: [languages.pseudo(text.source)] if text.counted else languages.pseudo(text.source)
        for text in sentences.texts()
        if text.context == sentences.CORE
    }
    folder: Path = tmp_path_factory.mktemp("languages")
    (folder / "eo.json").write_text(json.dumps({"forms": [0] * 200, "messages": messages}), encoding="utf-8")
    monkeypatch.setattr(translations, "folder", lambda: folder)
    yield "eo"
    language.choose("en")
