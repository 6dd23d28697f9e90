import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.analysis import view as views
from cnnstudio.analysis.network import analyse
from cnnstudio.gui.model_browser.diagram import heat
from cnnstudio.gui.model_browser.diagram.heat import Measure, Scale
from cnnstudio.gui.model_browser.words import Kind

MEASURES = [measure for measure in Measure if measure is not Measure.KIND]


def boxes() -> list[views.Box]:
    graph = analyse("lenet5").graph
    return list(views.view(graph, views.everything(graph)).boxes.values())


@pytest.mark.parametrize("measure", MEASURES)
def test_the_scale_goes_from_the_least_to_the_greatest_above_zero(qtbot: QtBot, measure: Measure) -> None:
    values = [value for box in boxes() if (value := heat.value(box, measure)) > 0]
    scale = Scale.over(boxes(), measure)
    assert (scale.least, scale.greatest) == (min(values), max(values))
    assert scale.color(scale.least) == heat.ramp(0.0)
    assert scale.color(scale.greatest) == heat.ramp(1.0)
    assert scale.color(0.0) is None


def test_the_middle_of_the_scale_is_a_ratio(qtbot: QtBot) -> None:
    assert Scale(Measure.MACS, 1.0, 10_000.0).color(100.0) == heat.ramp(0.5)


def test_where_all_are_equal_or_nothing_is(qtbot: QtBot) -> None:
    assert Scale(Measure.MACS, 7.0, 7.0).color(7.0) == heat.ramp(1.0)
    assert Scale.over([], Measure.MACS).color(7.0) is None


def test_brighter_means_more(qtbot: QtBot) -> None:
    ramp = [heat.ramp(share / 10) for share in range(11)]
    # As the eye weighs the three primaries.
    luminance = [0.2126 * color.redF() + 0.7152 * color.greenF() + 0.0722 * color.blueF() for color in ramp]
    assert luminance == sorted(luminance)


def test_every_kind_has_a_colour_of_its_own_and_every_measure_a_name(qtbot: QtBot) -> None:
    assert len({heat.kind_color(kind).name() for kind in Kind}) == len(Kind)
    assert len({heat.name(measure) for measure in Measure}) == len(Measure)


@pytest.mark.parametrize(
    ("measure", "text"),
    [(Measure.PARAMETERS, "61"), (Measure.MACS, "MAC"), (Measure.MEMORY, "B"), (Measure.RECEPTIVE_FIELD, "px")],
)
def test_amounts_are_told_in_their_unit(measure: Measure, text: str) -> None:
    assert text in heat.text(measure, 61_706)
