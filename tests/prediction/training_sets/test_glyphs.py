from cnnstudio.datasets.builtin import STYLES
from cnnstudio.prediction.training_sets.glyphs import HABITS, NO_DIGITS, UNSEEN


def test_habits_are_of_digits_and_signs_are_of_none() -> None:
    assert {style.digit for style in HABITS} == set(range(10))
    assert {style.digit for style in (*NO_DIGITS, *UNSEEN)} == {-1}


def test_every_sign_has_a_name_of_its_own() -> None:
    names = [style.name for style in (*STYLES, *HABITS, *NO_DIGITS, *UNSEEN)]
    assert len(set(names)) == len(names)


def test_what_measures_the_rejector_is_not_what_it_learns_from() -> None:
    learnt = {style.strokes for style in NO_DIGITS}
    assert not [style.name for style in UNSEEN if style.strokes in learnt]


def test_every_stroke_is_a_line_that_stays_near_the_box() -> None:
    for style in (*HABITS, *NO_DIGITS, *UNSEEN):
        assert style.strokes, style.name
        assert style.weight > 0, style.name
        for stroke in style.strokes:
            assert len(stroke) >= 2, style.name
            assert all(-0.5 <= x <= 1.5 and -0.5 <= y <= 1.5 for x, y, _ in stroke), style.name
