import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from torch import nn

from cnnstudio.convolution.geometry import LOWEST
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.playground.step_box import StepBox


def box(page: PlaygroundPage, name: str) -> StepBox:
    found = page.findChild(StepBox, name)
    assert found is not None, name
    return found


def test_there_is_a_box_for_every_parameter(page: PlaygroundPage) -> None:
    assert {each.parameter for each in page.findChildren(StepBox)} == set(LOWEST)


def test_steps_follow_the_other_parameters_and_say_why_they_stop(page: PlaygroundPage, qtbot: QtBot) -> None:
    kernel = box(page, "play-kernel-height")
    qtbot.keyClick(kernel, Qt.Key.Key_Up)
    assert page.model.state.geometry.kernel_size == (3, 2)
    with qtbot.waitSignal(page.model.refused) as refused:
        qtbot.keyClick(kernel, Qt.Key.Key_Up)
    assert refused.args[0] == "The window would span 4 cells and the padded input has only 3."
    assert kernel.value() == 3
    qtbot.keyClick(box(page, "play-padding-top"), Qt.Key.Key_Up)
    qtbot.keyClick(kernel, Qt.Key.Key_Up)
    assert kernel.value() == 4


@pytest.mark.parametrize(("typed", "becomes"), [("2", 2), ("99", 3), ("0", 1), ("-5", 1)])
def test_typing_goes_to_the_nearest_that_fits(page: PlaygroundPage, qtbot: QtBot, typed: str, becomes: int) -> None:
    kernel = box(page, "play-kernel-width")
    kernel.selectAll()
    qtbot.keyClicks(kernel, typed)
    qtbot.keyClick(kernel, Qt.Key.Key_Return)
    assert kernel.value() == becomes
    assert page.model.state.geometry.kernel_size[1] == becomes


def test_groups_step_over_what_does_not_divide(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.model.change("", lambda state: state.with_parameters(in_channels=6, out_channels=6))
    groups = box(page, "play-groups")
    values = []
    for _ in range(4):
        qtbot.keyClick(groups, Qt.Key.Key_Up)
        values.append(groups.value())
    assert values == [2, 3, 6, 6]


def typed(qtbot: QtBot, at: StepBox, text: str) -> None:
    at.selectAll()
    qtbot.keyClicks(at, text)
    qtbot.keyClick(at, Qt.Key.Key_Return)


@pytest.mark.parametrize(("channels", "filters", "becomes"), [(4, 1, 4), (3, 2, 3), (8, 8, 8), (2, 5, 6)])
def test_one_entry_makes_it_depthwise(
    page: PlaygroundPage, qtbot: QtBot, channels: int, filters: int, becomes: int
) -> None:
    page.model.change("", lambda state: state.with_parameters(in_channels=channels, out_channels=filters))
    before = page.model.state
    typed(qtbot, box(page, "play-groups"), str(channels))
    geometry = page.model.state.geometry
    assert (geometry.groups, geometry.out_channels, geometry.in_channels) == (channels, becomes, channels)
    # As torch has it: each filter reads one channel.
    assert geometry.parameters == nn.Conv2d(channels, becomes, geometry.kernel_size, groups=channels).weight.numel()
    page.model.undo.undo()
    assert page.model.state == before


@pytest.mark.parametrize(
    ("channels", "entered", "told"),
    [
        (1, "4", "Groups share the input channels, and there is only one."),
        (6, "4", "Groups share the 6 input channels evenly: use 1, 2, 3 or 6."),
        (5, "7", "Groups share the 5 input channels evenly: use 1 or 5."),
    ],
)
def test_groups_that_cannot_be_are_refused_by_what_is_there(
    page: PlaygroundPage, qtbot: QtBot, channels: int, entered: str, told: str
) -> None:
    page.model.change("", lambda state: state.with_parameters(in_channels=channels))
    with qtbot.waitSignal(page.model.refused) as refused:
        typed(qtbot, box(page, "play-groups"), entered)
    assert refused.args == [told]
    assert page.model.state.geometry.in_channels == channels


def test_steps_in_one_box_are_undone_together(page: PlaygroundPage, qtbot: QtBot) -> None:
    rows = box(page, "play-input-height")
    for _ in range(4):
        qtbot.keyClick(rows, Qt.Key.Key_Up)
    assert page.model.state.geometry.input_size == (7, 3)
    page.model.undo.undo()
    assert page.model.state.geometry.input_size == (3, 3)
    assert rows.value() == 3
