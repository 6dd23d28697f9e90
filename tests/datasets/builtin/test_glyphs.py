from collections import Counter

from cnnstudio.datasets.builtin import STYLES


def test_every_digit_has_several_styles_with_names_of_their_own() -> None:
    assert all(count >= 3 for count in Counter(style.digit for style in STYLES).values())
    assert {style.digit for style in STYLES} == set(range(10))
    assert len({style.name for style in STYLES}) == len(STYLES)
    assert len({style.title for style in STYLES}) == len(STYLES)


def test_strokes_fill_the_height() -> None:
    for style in STYLES:
        heights = [y for stroke in style.strokes for _, y, _ in stroke]
        assert -0.02 <= min(heights) <= 0.14, style.name
        assert 0.9 <= max(heights) <= 1.02, style.name
        assert all(len(stroke) >= 2 for stroke in style.strokes)
        assert style.weight > 0


def test_names_begin_with_the_digit() -> None:
    words = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    for style in STYLES:
        assert style.name.startswith(f"{words[style.digit]}-")
        assert words[style.digit] in style.title
