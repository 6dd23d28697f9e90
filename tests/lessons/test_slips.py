from collections import Counter
from fractions import Fraction
from itertools import islice

import pytest

from cnnstudio.convolution import step_through
from cnnstudio.convolution.operation import compute
from cnnstudio.errors import ConfigError
from cnnstudio.lessons import questions, slips
from cnnstudio.lessons.questions import KINDS, OutputCell, OutputSize, ReceptiveField, ShapeAfter, Value


def as_typed(value: Value) -> str:
    """A result as somebody would type it."""
    return " x ".join(f"{side.numerator}/{side.denominator}" if side.denominator > 1 else str(side) for side in value)


def named(text: str, typed: str) -> str:
    verdict = slips.judge(questions.parse(text), typed)
    assert not verdict.right
    return verdict.slip.name if verdict.slip else ""


@pytest.mark.parametrize(
    ("question", "typed", "slip"),
    [
        ("output_size(28, 5)", "23", "no_plus_one"),
        ("output_size(28, 5)", "26", "minus_half_kernel"),
        ("output_size(28, 5)", "28", "same"),
        ("output_size(28, 5, 2)", "26", "one_side"),
        ("output_size(28, 5, 2)", "32", "padding_twice"),
        ("output_size(28, 5, 1)", "24", "padding_forgotten"),
        ("output_size(224, 7, 3, 2)", "113", "ceil_for_floor"),
        ("output_size(28, 3, 0, 2)", "52", "stride_multiplied"),
        ("output_size(20, 3, d=3)", "18", "dilation_forgotten"),
        ("output_size(20, 3, d=3)", "12", "dilation_times_kernel"),
        ("parameter_count(3, 6, 5)", "450", "bias_forgotten"),
        ("parameter_count(3, 6, 5)", "3*5*5*6 + 1", "one_bias"),
        ("parameter_count(3, 6, 5)", "156", "in_channels_forgotten"),
        ("parameter_count(3, 6, 5)", "76", "out_channels_forgotten"),
        ("parameter_count(3, 6, 5)", "96", "side_for_area"),
        ("parameter_count(4, 8, 3, groups=2)", "296", "groups_forgotten"),
        ("macs(3, 6, 5, 28)", "450", "positions_forgotten"),
        ("macs(3, 6, 5, 28)", "450*28*28", "input_positions"),
        ("macs(3, 6, 5, 28)", "2*450*24*24", "doubled"),
        ("receptive_field(3, 5)", "8", "kernels_added"),
        ("receptive_field(3, 5)", "15", "kernels_multiplied"),
        ("receptive_field(3, [2, 2], 3)", "6", "strides_forgotten"),
        ("receptive_field(3, [3, 1, 2])", "5", "dilation_forgotten"),
        ("shape_after('conv', 3, 32, 32, 6, 5)", "3 x 28 x 28", "channels_kept"),
        ("shape_after('conv', 3, 32, 32, 6, 5)", "18 x 28 x 28", "channels_multiplied"),
        ("shape_after('max_pool', 6, 28, 28, k=2, s=2)", "1 x 14 x 14", "pool_merges_channels"),
        ("shape_after('flatten', 16, 7, 7)", "49", "channels_forgotten"),
        ("output_cell(1, 0, 0)", "5", "flipped_kernel"),
        ("output_cell(4, 0, 0)", "19", "one_channel"),
        ("output_cell(1, 0, 0)", "8", "no_weights"),
        ("output_cell(3, 1, 0)", "9", "stride_in_cell"),
    ],
)
def test_a_slip_is_known_by_what_it_gives(question: str, typed: str, slip: str) -> None:
    assert named(question, typed) == slip


def test_what_no_slip_gives_is_wrong_and_not_named() -> None:
    assert named("output_size(28, 5)", "1000") == ""


def test_a_slip_that_gives_what_another_gives_is_not_named() -> None:
    # Padding of 1 forgotten, and padding of 1 counted on one side with a stride of 2: both 4.
    question = OutputSize(10, 3, 1, 2)
    given = [name for name, value in slips._results(question).items() if value == (Fraction(4),)]
    assert len(given) > 1
    assert named(question.written(), "4") == ""


def test_a_slip_that_gives_the_right_result_is_not_blamed() -> None:
    question = OutputSize(9, 3, 0, 1)
    verdict = slips.judge(question, "7")
    assert verdict.right
    assert "stride_forgotten" not in {slip.name for slip in slips.distinct(question)}


@pytest.mark.parametrize("typed", ["8 x 14 x 14", "14 x 14 x 8", "(8, 14, 14)", "14, 14, 8"])
def test_a_shape_is_right_with_the_channels_first_or_last(typed: str) -> None:
    assert slips.judge(questions.parse("shape_after('max_pool', 8, 28, 28, k=2, s=2)"), typed).right


def test_a_thousand_is_no_shape() -> None:
    assert slips.judge(questions.parse("shape_after('flatten', 32, 7, 7)"), "1,568").right


def test_what_is_no_number_is_said_so() -> None:
    with pytest.raises(ConfigError, match="is no number"):
        slips.judge(questions.parse("output_size(28, 5)"), "many")


# Those that take PyTorch some milliseconds each are fewer in the test run; 1,000 of them were tried, too.
COUNTS = {"macs": 150, "output_cell": 200, "receptive_field": 300}


@pytest.mark.parametrize("kind", KINDS)
def test_no_right_result_is_ever_called_wrong(kind: str) -> None:
    for question in islice(questions.practice(kind, 20), COUNTS.get(kind, 1000)):
        right = question.right()
        assert slips.means(question, as_typed(right), right)
        assert all(not slips.means(question, as_typed(right), slip.value) for slip in slips.distinct(question, right))


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_result_is_taken_in_many_forms(kind: str) -> None:
    for question in islice(questions.practice(kind, 21), 25):
        right = question.right()
        forms = [as_typed(right)]
        if len(right) == 1:
            (value,) = right
            forms += [
                f"{value.numerator + value.denominator}/{value.denominator} - 1",
                f"2*{value.numerator}/{2 * value.denominator}",
            ]
            if value.denominator == 1:
                forms += [f"{int(value):,}", f"{int(value)}.0", f"({int(value)})"]
        else:
            forms += [str(tuple(map(int, right))), "×".join(map(str, (*right[1:], right[0])))]
        for form in forms:
            assert slips.judge(question, form).right, (question.written(), form)


@pytest.mark.parametrize("kind", KINDS)
def test_every_slip_is_named_from_the_typed_number_alone(kind: str) -> None:
    counts: Counter[str] = Counter()
    wanted = 20
    for question in islice(questions.practice(kind, 22), 1500):
        right = question.right()
        for slip in slips.distinct(question, right):
            if counts[slip.name] < wanted:
                verdict = slips.judge(question, as_typed(slip.value))
                assert verdict.slip is not None
                assert verdict.slip.name == slip.name
                counts[slip.name] += 1
        if min(counts[name] for name in slips.known(kind)) >= wanted:
            break
    assert {name: counts[name] for name in slips.known(kind) if counts[name] < wanted} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_slip_says_where_it_goes_wrong(kind: str) -> None:
    for question in islice(questions.practice(kind, 23), 15):
        free = question.state().free
        for slip in slips.distinct(question):
            place = slip.place
            if isinstance(question, ReceptiveField):
                assert place.layer is not None
                assert 0 <= place.layer < len(free.stack.layers)
                continue
            channel, row, col = place.cell
            steps = step_through.steps(compute(free), channel, row, col)
            if place.tap is not None:
                channels, rows, cols = steps.values.shape
                assert place.tap[0] < channels
                assert place.tap[1] < rows
                assert place.tap[2] < cols


def test_a_flipped_kernel_goes_wrong_at_the_first_product_that_differs() -> None:
    question = OutputCell(1, 1, 0)
    slip = next(slip for slip in slips.distinct(question) if slip.name == "flipped_kernel")
    assert (slip.place.cell, slip.place.tap) == ((0, 1, 0), (0, 0, 0))


def test_a_window_too_few_is_played_from_the_one_that_was_left_out() -> None:
    left_out = {slip.name: slip.place.cell for slip in slips.distinct(OutputSize(28, 5))}
    assert left_out["no_plus_one"] == (0, 0, 23)
    assert left_out["same"] == (0, 0, 23)
    assert {slip.name: slip.place.cell for slip in slips.distinct(OutputSize(28, 5, 2))}["one_side"] == (0, 0, 26)


def test_a_receptive_field_goes_wrong_behind_the_first_stride() -> None:
    found = {slip.name: slip.place.layer for slip in slips.distinct(ReceptiveField(3, (2, 2), 3))}
    assert found["strides_forgotten"] == 2


def test_a_shape_goes_wrong_in_its_channels() -> None:
    found = {slip.name: slip.place for slip in slips.distinct(ShapeAfter("conv", 3, 32, 32, 6, 5))}
    assert found["channels_kept"].cell == (1, 0, 0)


def test_every_slip_has_its_sentence_and_every_sentence_its_slip() -> None:
    assert {name for kind in KINDS for name in slips.known(kind)} == slips.SENTENCES.keys()
    assert all(sentence.endswith(".") for sentence in slips.SENTENCES.values())
    assert len(slips.SENTENCES) >= 25


@pytest.mark.parametrize("name", ["one_side", "bias_forgotten", "padding_not_counted", "own_stride"])
def test_a_slip_can_be_practised_without_end(name: str) -> None:
    found = list(islice(slips.practice(name, 3), 6))
    assert len({question.written() for question in found}) == 6
    assert {question.KIND for question in found} == {kind for kind in KINDS if name in slips.known(kind)}
    for question in found:
        assert name in {slip.name for slip in slips.distinct(question)}


def test_a_slip_that_there_is_not_cannot_be_practised() -> None:
    with pytest.raises(ConfigError, match="no slip 'laziness'"):
        next(slips.practice("laziness", 1))
