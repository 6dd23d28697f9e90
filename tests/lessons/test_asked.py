from dataclasses import replace
from fractions import Fraction

import pytest

from cnnstudio.analysis.network import analyse
from cnnstudio.analysis.results import Analysis
from cnnstudio.convolution.figures import figures
from cnnstudio.convolution.geometry import Geometry, Operation
from cnnstudio.convolution.operation import compute
from cnnstudio.convolution.receptive_field import LayerKind, Stack, StackLayer
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.lessons import asked, slips
from cnnstudio.lessons.asked import Thing
from cnnstudio.lessons.questions import KINDS, Shown


@pytest.fixture(scope="module")
def alexnet() -> Analysis:
    return analyse("alexnet")


def slip_of(question: Shown, typed: str) -> str:
    verdict = slips.judge(question, typed)
    assert not verdict.right
    return verdict.slip.name if verdict.slip else ""


def test_every_thing_is_counted_under_a_kind_of_question() -> None:
    assert {thing.value for thing in Thing} == set(KINDS)


@pytest.mark.parametrize("network", ["convnet", "lenet5-1998", "resnet18", "mobilenet_v2", "googlenet"])
def test_what_is_shown_of_a_layer_is_right_and_never_called_a_slip(network: str) -> None:
    analysis = analyse(network)
    for layer in list(analysis.layers.values())[:40]:
        for thing in asked.things_of(layer):
            question = asked.of_layer(layer, analysis, thing)
            typed = " x ".join(map(str, question.value))
            assert slips.judge(question, typed).right, (layer.path, thing)
            assert all(not slips.means(question, typed, slip.value) for slip in slips.distinct(question))


@pytest.mark.parametrize(
    ("path", "thing", "right", "wrong", "slip"),
    [
        ("features.3", Thing.SHAPE, "192 x 27 x 27", "192 x 26 x 26", "no_plus_one"),
        ("features.0", Thing.SHAPE, "55, 55, 64", "3 x 55 x 55", "channels_kept"),
        ("features.2", Thing.SHAPE, "(64, 27, 27)", "1 x 27 x 27", "pool_merges_channels"),
        ("features.0", Thing.PARAMETERS, "11*11*3*64 + 64", "23,232", "bias_forgotten"),
        ("classifier.6", Thing.PARAMETERS, "4097*1000", "4,096,000", "bias_forgotten"),
        ("features.0", Thing.MACS, "23232 * 55^2", "23232", "positions_forgotten"),
        ("classifier.6", Thing.MACS, "4096*1000", "4,097,000", "bias_counted"),
        ("features.3", Thing.FIELD, "51 x 51", "19", "kernels_added"),
        ("features.3", Thing.FIELD, "51", "5 x 5", "last_layer_only"),
    ],
)
def test_a_slip_about_a_layer_is_named(
    alexnet: Analysis, path: str, thing: Thing, right: str, wrong: str, slip: str
) -> None:
    question = asked.of_layer(alexnet.layers[path], alexnet, thing)
    assert slips.judge(question, right).right
    assert slip_of(question, wrong) == slip
    question.state()  # can be played


def test_a_layer_that_no_lesson_asks_of_is_judged_without_slips() -> None:
    analysis = analyse("resnet18")
    block = asked.of_layer(analysis.layers["layer1"], analysis, Thing.PARAMETERS)
    assert slips.judge(block, "147,968").right
    assert slip_of(block, "1") == ""
    assert not block.can_be_played
    field = asked.of_layer(analysis.layers["layer2.0"], analysis, Thing.FIELD)
    assert field.alike == (), "two ways lead there"


def test_windows_of_unequal_sides_have_the_slips_of_each_side() -> None:
    analysis = analyse("inception_v3")
    layer = next(each for each in analysis.layers.values() if each.kernel == (1, 7) and each.type == "Conv2d")
    question = asked.of_layer(layer, analysis, Thing.SHAPE)
    _, rows, cols = question.value
    assert slips.judge(question, f"{question.value[0]} x {rows} x {cols}").right
    assert slip_of(question, f"{question.value[0]} x {rows} x {cols - 6}") == "padding_forgotten"


@pytest.mark.parametrize("number", range(1, 7))
def test_the_playgrounds_figures_can_be_asked(number: int) -> None:
    state = figures()[number - 1].state
    output = compute(state).output
    for channel, row, col in ((0, 0, 0), (output.shape[0] - 1, output.shape[1] - 1, output.shape[2] - 1)):
        result = float(output[channel, row, col])
        question = asked.of_cell(state, result, (channel, row, col))
        assert question.alike
        assert slips.judge(question, str(result)).right
    assert slips.judge(asked.of_size(state.geometry), " x ".join(map(str, output.shape[1:]))).right


def test_a_flipped_kernel_is_named_and_its_product_marked() -> None:
    state = figures()[0].state
    question = asked.of_cell(state, 25.0, (0, 0, 1))
    slip = slips.judge(question, "11").slip
    assert slip is not None
    assert (slip.name, slip.place.cell, slip.place.tap) == ("flipped_kernel", (0, 0, 1), (0, 0, 0))


def test_a_size_is_rows_and_columns_in_their_order_and_a_square_one_number() -> None:
    square = asked.of_size(Geometry(input_size=(28, 28), kernel_size=(5, 5)))
    assert slips.judge(square, "24").right
    assert slip_of(square, "23 x 23") == "no_plus_one"
    flat = asked.of_size(Geometry(input_size=(28, 20), kernel_size=(5, 5), padding=(2, 2, 2, 2)))
    assert slips.judge(flat, "28 x 20").right
    assert not slips.judge(flat, "20 x 28").right
    slip = slips.judge(flat, "26 x 18").slip
    assert slip is not None
    assert (slip.name, slip.place.cell) == ("one_side", (0, 26, 18))


def test_what_no_lesson_knows_of_an_operation_is_judged_without_slips() -> None:
    geometry = Geometry(operation=Operation.TRANSPOSED, input_size=(3, 3), kernel_size=(2, 2), stride=(2, 2))
    assert slips.judge(asked.of_size(geometry), "6 x 6").right
    assert slip_of(asked.of_size(geometry), "5") == ""
    state = PlaygroundState().with_geometry(replace(Geometry(), padding=(1, 0, 0, 0)))
    assert slip_of(asked.of_cell(state, 3.0, (0, 0, 0)), "4") == ""


def test_costs_of_an_operation() -> None:
    geometry = Geometry(input_size=(28, 28), in_channels=3, out_channels=6, kernel_size=(5, 5))
    count = asked.of_counts(geometry, bias=True, thing=Thing.PARAMETERS)
    assert count.value == (Fraction(456),)
    assert slip_of(count, "450") == "bias_forgotten"
    macs = asked.of_counts(geometry, bias=True, thing=Thing.MACS)
    assert macs.value == (Fraction(450 * 24 * 24),)
    assert slip_of(macs, "450") == "positions_forgotten"


def test_a_level_of_a_stack() -> None:
    layers = (StackLayer(kernel=3), StackLayer(kind=LayerKind.POOLING, kernel=2, stride=2), StackLayer(kernel=3))
    stack = Stack(layers, 20, 1)
    shape = asked.of_level(stack, 2, Thing.SHAPE)
    assert slips.judge(shape, "8 x 9 x 9").right
    assert slip_of(shape, "8 x 17 x 17") == "stride_forgotten"
    field = asked.of_level(stack, 3, Thing.FIELD)
    assert slips.judge(field, "8").right
    found = slips.judge(field, "6").slip
    assert found is not None
    assert (found.name, found.place.layer) == ("strides_forgotten", 2)
