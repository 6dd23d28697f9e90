import pytest

from cnnstudio.gui.widgets.percentages import how_computed


@pytest.mark.parametrize(
    ("temperature", "said"),
    [
        (0.617, "softmax of the logits / 0.617"),
        (1.0, "softmax of the logits"),
        (1.23456, "softmax of the logits / 1.23456"),
    ],
)
def test_it_says_what_the_logits_are_divided_by(temperature: float, said: str) -> None:
    assert how_computed(temperature) == said
