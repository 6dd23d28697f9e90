"""Sentences that are fit to be shown, whatever the names in them."""

import pytest

from cnnstudio.errors import ConfigError, PictureError, StudioError, printable


@pytest.mark.parametrize("error", [StudioError, PictureError, ConfigError])
def test_characters_that_cannot_be_shown_are_spelt(error: type[StudioError]) -> None:
    name = b"caf\xe9\x1b[2J.png".decode("utf-8", "surrogateescape")
    said = str(error(f"{name} is damaged."))
    assert said == r"caf\udce9\x1b[2J.png is damaged."
    said.encode("utf-8")


def test_what_can_be_shown_stays() -> None:
    text = "Größe 1\u202f000 × 2\u00a0px 数字 🖉\u200d, two\nlines."
    assert str(StudioError(text)) == text


def test_a_text_for_a_sentence_is_short_and_on_one_line() -> None:
    assert printable("conv2d") == "conv2d"
    assert printable("a\nb\x00\udcff") == r"a\nb\x00\udcff"
    assert printable("x" * 1000, 20) == "x" * 17 + "..."
    assert printable(ValueError("why")) == "why"
