"""The Playground's pictures: every figure, every operation, pictures, the receptive field."""

from collections.abc import Callable

import torch

from cnnstudio.convolution.geometry import Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.receptive_field import StackPreset, preset
from cnnstudio.convolution.state import Mode, PlaygroundState
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage


def page_of(window: MainWindow) -> PlaygroundPage:
    window.open_room("playground")
    page = window.page("playground")
    assert isinstance(page, PlaygroundPage)
    return page


def _figure(number: int) -> Callable[[MainWindow], None]:
    def bring(window: MainWindow) -> None:
        page = page_of(window)
        page.open_state(number)
        page.model.pin(0, 1)

    return bring


def _state(make: Callable[[PlaygroundState], PlaygroundState], then: Callable[[PlaygroundPage], None] | None = None):
    def bring(window: MainWindow) -> None:
        page = page_of(window)
        page.open_state(make(page.model.state))
        if then is not None:
            then(page)
        from tests.screenshots import wait_until

        wait_until(lambda: not page.model.busy)

    return bring


def _digit(state: PlaygroundState) -> PlaygroundState:
    return state.with_input_preset(InputPreset.DIGIT, (28, 28)).with_kernel_preset(KernelPreset.SOBEL_X)


def _transposed(state: PlaygroundState) -> PlaygroundState:
    return state.with_operation(Operation.TRANSPOSED).with_parameters(
        stride_height=2, stride_width=2, kernel_height=3, kernel_width=3, padding_top=1, padding_left=1
    )


def _reflect(state: PlaygroundState) -> PlaygroundState:
    state = state.with_input_preset(InputPreset.RANDOM, (6, 7)).with_kernel_preset(KernelPreset.GAUSSIAN)
    return state.with_same_padding().with_padding_mode(PaddingMode.REFLECT)


def _dilated(state: PlaygroundState) -> PlaygroundState:
    state = state.with_input_preset(InputPreset.RAMP_X, (8, 8)).with_kernel_preset(KernelPreset.SOBEL_X)
    return state.with_parameters(dilation_height=2, dilation_width=2, stride_height=3, stride_width=2)


def _many(state: PlaygroundState) -> PlaygroundState:
    state = state.with_parameters(input_height=32, input_width=32, in_channels=3, out_channels=2)
    state = state.with_input_preset(InputPreset.DISC).with_kernel_preset(KernelPreset.LAPLACIAN)
    return state.with_bias(True)


def _picture(state: PlaygroundState) -> PlaygroundState:
    down = torch.linspace(0, 6.28, 900).reshape(-1, 1)
    across = torch.linspace(0, 9.42, 1200)
    waves = (torch.sin(down * across / 3) + 1) / 2
    return state.with_input(Numbers(waves.unsqueeze(0))).with_kernel_preset(KernelPreset.SOBEL_X)


def _point(cell: Cell) -> Callable[[PlaygroundPage], None]:
    return lambda page: page.model.hold(cell)


def _field(name: StackPreset) -> Callable[[MainWindow], None]:
    return _state(lambda state: state.with_stack(preset(name)).with_mode(Mode.RECEPTIVE_FIELD))


def _loupe(page: PlaygroundPage) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()
    view = page.canvas.views[Block.INPUT]
    QTest.mouseMove(view, view.cell_center(12, 14))


def _zoomed(page: PlaygroundPage) -> None:
    page.canvas.set_zoom(3.0)
    page.model.pin(8, 10)


def _refused(page: PlaygroundPage) -> None:
    page.model.change("", lambda state: state.with_parameters(kernel_height=9))


SCENES = [
    *((f"playground-figure-{number}", _figure(number)) for number in range(1, 7)),
    ("playground-weight", _state(lambda state: state, _point(Cell(Block.KERNEL, 0, 0, 1)))),
    ("playground-convolution", _state(lambda state: state.with_operation(Operation.CONVOLUTION))),
    ("playground-average", _state(lambda state: state.with_operation(Operation.AVERAGE_POOL))),
    ("playground-transposed", _state(_transposed, lambda page: page.model.pin(1, 2))),
    ("playground-reflect", _state(_reflect, lambda page: page.model.pin(0, 0))),
    ("playground-dilated", _state(_dilated, _point(Cell(Block.INPUT, 0, 4, 4)))),
    ("playground-digit", _state(_digit, lambda page: page.model.pin(9, 12))),
    ("playground-loupe", _state(_digit, _loupe)),
    ("playground-zoomed", _state(_digit, _zoomed)),
    ("playground-channels", _state(_many, lambda page: page.model.pin(10, 10))),
    ("playground-picture", _state(_picture)),
    ("playground-playing", _state(_reflect, lambda page: page.model.pin_index(17, reveal=True))),
    ("playground-refused", _state(lambda state: state, _refused)),
    *((f"playground-field-{name}", _field(name)) for name in StackPreset),
]
