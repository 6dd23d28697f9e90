import random
import subprocess
import sys
from fractions import Fraction
from itertools import islice

import pytest

from cnnstudio.convolution import operation
from cnnstudio.convolution.geometry import Axis
from cnnstudio.errors import ConfigError
from cnnstudio.lessons import questions
from cnnstudio.lessons.questions import (
    KINDS,
    Macs,
    OutputCell,
    OutputSize,
    ParameterCount,
    ReceptiveField,
    ShapeAfter,
)


def right(text: str) -> list[int]:
    return [int(side) for side in questions.parse(text).right()]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("output_size(28, 5)", [24]),
        ("output_size(224, 7, 3, 2)", [112]),
        ("output_size(n=10, k=3, d=2)", [6]),
        ("output_size(28, 2, s=2, pool=1)", [14]),
        ("parameter_count(1, 6, 5)", [156]),
        ("parameter_count(400, 120, linear=1)", [48120]),
        ("parameter_count(3, 64, 7, bias=0)", [9408]),
        ("parameter_count(8, 8, 3, groups=8)", [80]),
        ("macs(1, 8, 3, 28, 1)", [56448]),
        ("receptive_field(3, 3)", [5]),
        ("receptive_field(3, 3, 3)", [7]),
        ("receptive_field([3, 1, 1], [2, 2, 1], 3, [2, 2])", [10]),
        ("receptive_field([3, 1, 2])", [5]),
        ("shape_after('conv', 1, 28, 28, 8, 3, 1)", [8, 28, 28]),
        ("shape_after('max_pool', 64, 112, 112, k=3, each_side=1, s=2)", [64, 56, 56]),
        ("shape_after('average_pool', 6, 28, 28, k=2, s=2)", [6, 14, 14]),
        ("shape_after('flatten', 16, 7, 7)", [784]),
    ],
)
def test_known_results_come_out(text: str, value: list[int]) -> None:
    assert right(text) == value


def test_the_cells_of_the_courses_figures_come_out() -> None:
    cells = [[right(f"output_cell({figure}, {i // 2}, {i % 2})")[0] for i in range(4)] for figure in (1, 4, 6)]
    assert cells == [[19, 25, 37, 43], [56, 72, 104, 120], [4, 5, 7, 8]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_reads_back_what_it_writes(kind: str) -> None:
    for question in islice(questions.practice(kind, 3), 20):
        assert questions.parse(question.written()) == question


@pytest.mark.parametrize("kind", KINDS)
def test_practice_is_fresh_without_end_and_the_same_for_a_seed(kind: str) -> None:
    first = [question.written() for question in islice(questions.practice(kind, 1), 60)]
    assert first == [question.written() for question in islice(questions.practice(kind, 1), 60)]
    assert len(set(first)) > 40
    assert first != [question.written() for question in islice(questions.practice(kind, 2), 60)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_gap_of_a_sentence_is_filled(kind: str) -> None:
    for question in islice(questions.practice(kind, 5), 40):
        words = str(question.sentence())
        assert words.endswith(("?", "0."))
        assert "{" not in words


def test_a_size_can_be_played() -> None:
    for question in islice(questions.practice("output_size", 4), 40):
        assert isinstance(question, OutputSize)
        assert question.state().free.geometry.output_size == 2 * tuple(map(int, question.right()))


def test_a_cell_can_be_played() -> None:
    for question in islice(questions.practice("output_cell", 4), 40):
        assert isinstance(question, OutputCell)
        state = question.state()
        found = float(operation.compute(state.free).output[state.pinned])
        assert found == pytest.approx(float(question.right()[0]), abs=1e-3)


def test_small_layers_can_be_played_as_they_are() -> None:
    for question in (ParameterCount(3, 4, 3), ParameterCount(4, 8, 5, 0, 2)):
        free = question.state().free
        assert free.geometry.parameters + free.adds_bias * free.geometry.out_channels == question.right()[0]
    macs = Macs(2, 3, 3, 9, 1, 2)
    assert macs.state().free.geometry.macs == macs.right()[0]


def test_layers_of_many_channels_are_played_with_few() -> None:
    geometry = Macs(512, 512, 3, 14, 1).state().free.geometry
    assert (geometry.in_channels, geometry.out_channels, geometry.output_size) == (8, 8, (14, 14))
    grouped = ParameterCount(96, 256, 5, 1, 2).state().free.geometry
    assert (grouped.groups, grouped.in_channels, grouped.out_channels) == (2, 8, 8)


def test_a_receptive_field_can_be_played() -> None:
    for question in islice(questions.practice("receptive_field", 4), 40):
        stack = question.state().free.stack
        stack.check()
        assert stack.levels[-1].size == question.right()[0]


def test_a_shape_can_be_played() -> None:
    for question in islice(questions.practice("shape_after", 4), 40):
        assert isinstance(question, ShapeAfter)
        geometry = question.state().free.geometry
        if question.layer != "flatten":
            assert geometry.output_size == tuple(map(int, question.right()[1:]))


def test_pytorch_and_the_playgrounds_arithmetic_agree() -> None:
    for question in islice(questions.practice("output_size", 9), 200):
        assert isinstance(question, OutputSize)
        axis = Axis(question.n, question.k, question.s, question.each_side, question.each_side, question.d)
        assert question.right() == (Fraction(axis.size),)


def test_asking_moves_no_random_stream() -> None:
    import torch

    before = torch.get_rng_state()
    for kind in KINDS:
        for question in islice(questions.practice(kind, 1), 5):
            question.right()
            question.state()
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize(
    "text",
    [
        "guess(3)",
        "output_size(3)",
        "output_size(3, 5)",
        "output_size(3, 2, n=3)",
        "output_size(3, 2, x=1)",
        "output_size('3', 2)",
        "output_size(10**9, 2)",
        "output_size(1000000, 2)",
        "output_size(9, 3, 2, pool=1)",
        "output_size(9, 3, d=2, pool=1)",
        "output_cell(7)",
        "output_cell(1, 64, 0)",
        "parameter_count(3, 4, 3, groups=2)",
        "parameter_count(4, 4, 3, linear=1)",
        "macs(3, 4, 9, 5)",
        "receptive_field()",
        "receptive_field(0)",
        "receptive_field(k=3)",
        "receptive_field(" + "[7, 7], " * 9 + "7)",
        "shape_after('norm', 1, 2, 3)",
        "shape_after('conv', 1, 28, 28, k=3)",
        "shape_after('flatten', 1, 28, 28, k=3)",
        "shape_after('max_pool', 1, 28, 28)",
        "shape_after('max_pool', 1, 1, 28, k=2)",
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ConfigError, match=r"\.$"):
        questions.parse(text)


def test_every_kind_draws_from_the_given_chance_alone() -> None:
    random.seed(1)
    before = random.getstate()
    for kind in KINDS.values():
        kind.drawn(random.Random(2))
    assert random.getstate() == before


def test_a_lesson_is_read_without_torch_and_qt() -> None:
    code = (
        "import sys; from cnnstudio import resources; from cnnstudio.lessons import loading, progress, shelf, slips\n"
        "lessons = [*shelf.lessons(), loading.load(resources.path('lessons', 'example'))]\n"
        "assert lessons[0].titles\n"
        "print([name for name in ('torch', 'numpy', 'PySide6') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("text", ["output_cell(1, 2, 0)", "output_cell(1, 0, 0, 1)", "output_cell(3, 0, 2)"])
def test_a_cell_that_there_is_not_is_refused(text: str) -> None:
    question = questions.parse(text)
    with pytest.raises(ConfigError, match="it must be a whole number, 0 to"):
        question.right()
    with pytest.raises(ConfigError, match="it must be a whole number, 0 to"):
        question.state()


def test_a_field_asks_real_layers_and_no_formula() -> None:
    assert ReceptiveField(3, (2, 2), (3, 1, 2)).right() == (Fraction(12),)


def test_what_a_question_takes_by_itself_is_not_written() -> None:
    """Ticks are remembered by it, and an argument more must not take them back."""
    assert questions.parse("output_cell(1, 0, 1, 0)").written() == "output_cell(col=1)"
    assert questions.parse("output_size(28, 5, s=2)").written() == "output_size(n=28, k=5, s=2)"


def test_mixed_questions_are_of_all_kinds_named_and_of_no_other() -> None:
    drawn = [question.KIND for question in islice(questions.mixed(("macs", "shape_after"), 3), 40)]
    assert set(drawn) == {"macs", "shape_after"}
    with pytest.raises(ConfigError, match="Choose at least one"):
        next(questions.mixed((), 3))
