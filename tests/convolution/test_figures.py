import pytest

from cnnstudio.convolution.figures import figures
from cnnstudio.convolution.operation import compute

NUMBERS = {
    1: [[[19, 25], [37, 43]]],
    2: [[[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]]],
    3: [[[0, 8], [6, 8]]],
    4: [[[56, 72], [104, 120]]],
    5: [
        [[3, 6, 9], [12, 15, 18], [21, 24, 27]],
        [[4, 5, 6], [7, 8, 9], [10, 11, 12]],
    ],
    6: [[[4, 5], [7, 8]]],
}


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.key)
def test_the_tutorials_numbers(figure) -> None:
    assert compute(figure.state).output.tolist() == NUMBERS[figure.number]
    assert figure.sentence().endswith(".")
    assert figure.title()


def test_all_six_in_order() -> None:
    assert [figure.number for figure in figures()] == [1, 2, 3, 4, 5, 6]
