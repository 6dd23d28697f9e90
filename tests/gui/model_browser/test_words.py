from dataclasses import replace

import pytest

from cnnstudio.analysis.results import Analysis, ReceptiveField
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.words import Kind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Conv2d", Kind.CONVOLUTION),
        ("SparseConv2d", Kind.CONVOLUTION),
        ("ConvTranspose2d", Kind.CONVOLUTION),
        ("Linear", Kind.LINEAR),
        ("AdaptiveAvgPool2d", Kind.POOLING),
        ("max_pool2d", Kind.POOLING),
        ("BatchNorm2d", Kind.NORM),
        ("relu", Kind.ACTIVATION),
        ("add", Kind.JOIN),
        ("cat", Kind.JOIN),
        ("MultiheadAttention", Kind.ATTENTION),
        ("LSTM", Kind.RECURRENT),
        ("GRUCell", Kind.RECURRENT),
        ("Dropout", Kind.OTHER),
    ],
)
def test_families_go_by_the_class_name(label: str, kind: Kind) -> None:
    assert words.kind(label) is kind


def test_windows_and_shapes_read_as_they_are_written_by_hand(resnet18: Analysis) -> None:
    assert words.box_title(resnet18.layers["conv1"]) == "Conv2d 7 × 7 / 2"
    assert words.box_title(resnet18.layers["layer1.0.conv1"]) == "Conv2d 3 × 3"
    assert words.shape(resnet18.layers["conv1"].output_shape) == "64 × 112 × 112"
    assert words.receptive_field(resnet18.layers["conv1"].receptive_field) == "7 × 7"


def test_links_are_escaped() -> None:
    assert "&lt;b&gt;" in words.link("a", "<b>")


@pytest.mark.parametrize(("share", "text"), [(0.0, "–"), (0.0001, "< 0.1 %"), (0.0005, "0.1 %"), (1.0, "100.0 %")])
def test_a_trace_is_not_nothing(share: float, text: str) -> None:
    assert words.share(share) == text


def test_steps_and_bounds_of_receptive_fields_are_told() -> None:
    field = ReceptiveField((3, 5), (4, 4), (0, 0))
    assert (words.step(field), words.receptive_field(field)) == ("4", "3 × 5")
    assert words.step(replace(field, every=(2, 2))) == "4 every 2"
    assert words.step(replace(field, stride=(1.7, 1.7), every=(0, 0))) == "≈ 1.7"
    assert words.receptive_field(replace(field, at_most=True)) == "at most 3 × 5"
    assert words.step(None) == words.receptive_field(None) == ""
