import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.geometry import Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.gui.playground.page import PlaygroundPage
from tests.gui.playground.test_page import choose, click


@pytest.mark.parametrize("preset", [each for each in KernelPreset if each is not KernelPreset.CUSTOM])
def test_every_kernel_preset_by_one_choice(page: PlaygroundPage, preset: KernelPreset) -> None:
    page.model.change("", lambda state: state.with_parameters(input_height=5, input_width=5))
    choose(page, "play-kernel-preset", preset)
    assert page.model.state.kernel_presets == (preset,)


@pytest.mark.parametrize("preset", [each for each in InputPreset if each is not InputPreset.CUSTOM])
def test_every_input_preset_by_one_choice(page: PlaygroundPage, preset: InputPreset) -> None:
    choose(page, "play-input-preset", preset)
    assert page.model.state.input_preset is preset


def test_by_hand_cannot_be_chosen_and_jumps_back(page: PlaygroundPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.model.refused):
        choose(page, "play-kernel-preset", KernelPreset.CUSTOM)
    assert page.findChild(QComboBox, "play-kernel-preset").currentData() == KernelPreset.COUNT


def test_a_preset_that_does_not_fit_jumps_back_and_says_why(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.model.change("", lambda state: state.with_parameters(input_height=2, input_width=2))
    with qtbot.waitSignal(page.model.refused) as refused:
        choose(page, "play-kernel-preset", KernelPreset.SOBEL_X)
    assert "would span 3 cells" in refused.args[0]
    assert page.findChild(QComboBox, "play-kernel-preset").currentData() == KernelPreset.COUNT


@pytest.mark.parametrize("operation", list(Operation))
def test_every_operation_by_one_choice(page: PlaygroundPage, operation: Operation) -> None:
    choose(page, "play-operation", operation)
    assert page.model.state.geometry.operation is operation
    weighs = operation.weighs
    assert page.findChild(QComboBox, "play-kernel-preset").isEnabled() == weighs


def test_padding_modes_are_offered_where_pytorch_has_them(page: PlaygroundPage) -> None:
    modes = page.findChild(QComboBox, "play-padding-mode")
    page.model.change("", lambda state: state.with_parameters(padding_top=1))
    choose(page, "play-padding-mode", PaddingMode.CIRCULAR)
    assert page.model.state.geometry.padding_mode is PaddingMode.CIRCULAR
    choose(page, "play-operation", Operation.MAX_POOL)
    assert not modes.isEnabled()
    assert modes.toolTip()
    assert page.model.state.geometry.padding_mode is PaddingMode.ZEROS


def test_bias_of_the_filter_in_front(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.model.change("", lambda state: state.with_parameters(out_channels=2))
    page.findChild(QCheckBox, "play-use-bias").setChecked(True)
    page.model.pin(0, 0, 1)
    page.findChild(QDoubleSpinBox, "play-bias").setValue(2.5)
    assert page.model.state.bias.tensor.tolist() == [0, 2.5]
    assert float(page.model.result.output[1, 0, 0]) == 29.5
    page.model.pin(0, 0, 0)
    assert page.findChild(QDoubleSpinBox, "play-bias").value() == 0


def test_same_and_no_padding(page: PlaygroundPage, qtbot: QtBot) -> None:
    click(page, qtbot, "play-padding-same")
    assert page.model.state.geometry.padding == (0, 1, 0, 1)
    assert page.model.state.geometry.output_size == (3, 3)
    click(page, qtbot, "play-padding-none")
    assert page.model.state.geometry.padding == (0, 0, 0, 0)


def test_shuffling_draws_a_random_kernel_then_others(page: PlaygroundPage, qtbot: QtBot) -> None:
    shuffle = page.findChild(QToolButton, "play-shuffle")
    seen = []
    for _ in range(3):
        qtbot.mouseClick(shuffle, Qt.MouseButton.LeftButton)
        seen.append(page.model.state.kernel.tensor.tolist())
    assert seen[0] != seen[1] != seen[2]
    assert page.model.state.kernel_presets == (KernelPreset.RANDOM,)
