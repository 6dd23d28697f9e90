"""The left side of the operation half: figures, operation, input, kernel, steps, padding."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.convolution.figures import Figure
from cnnstudio.convolution.geometry import Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.numbers import MAX_VALUE
from cnnstudio.convolution.state import Mode, Part, PlaygroundState
from cnnstudio.gui import language, theme
from cnnstudio.gui.playground import words
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.step_box import StepBox
from cnnstudio.gui.widgets.fields import spin_box_height
from cnnstudio.gui.widgets.number_field import NumberField, refusal
from cnnstudio.gui.widgets.section import Section

_BIAS_GESTURE = 2_000_000


class Controls(QWidget):
    """Shows the state and changes it; refused changes jump back."""

    openPicture = Signal()
    wantDigit = Signal()

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._setting = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_4)
        for section in (
            self._figures(),
            self._operation(),
            self._input(),
            self._kernel(),
            self._way(),
            self._padding(),
        ):
            layout.addWidget(section)
        model.stateChanged.connect(self.refresh)
        model.viewChanged.connect(self.refresh)
        model.positionChanged.connect(self._refresh_bias)
        self.refresh()

    # --- building

    def _figures(self) -> Section:
        section = Section(self.tr("Figures"))
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_1)
        self._figure_buttons: list[QToolButton] = []
        for figure in self._model.figures:
            button = QToolButton(
                objectName=f"play-figure-{figure.number}",
                text=str(figure.number),
                toolTip=f"{figure.number}  {figure.title(language.code())}",
                checkable=True,
            )
            button.setAccessibleName(
                self.tr("Figure {number}: {title}").format(number=figure.number, title=figure.title(language.code()))
            )
            button.setProperty("boxed", True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, chosen=figure: self.show_figure(chosen))
            row.addWidget(button)
            self._figure_buttons.append(button)
        holder = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        section.add(holder)
        self._figure_text = QLabel(objectName="play-figure-text", wordWrap=True)
        self._figure_text.setProperty("quiet", True)
        self._figure_text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        section.add(self._figure_text)
        return section

    def _operation(self) -> Section:
        section = Section(self.tr("Operation"))
        self._operations = _combo("play-operation", [(words.operation(each), each) for each in Operation])
        self._operations.setAccessibleName(self.tr("Operation"))
        self._operations.activated.connect(self._choose_operation)
        section.add(self._operations)
        return section

    def _input(self) -> Section:
        section = Section(self.tr("Input"))
        self._inputs = _combo("play-input-preset", [(words.input_preset(each), each) for each in InputPreset])
        self._inputs.setAccessibleName(self.tr("Input preset"))
        self._inputs.activated.connect(self._choose_input)
        section.add(self._inputs)
        section.add(
            _row(
                self._button(
                    "play-open",
                    self.tr("Picture..."),
                    self.openPicture.emit,
                    self.tr("Open a picture; or drop or paste one"),
                ),
                self._button(
                    "play-digit", self.tr("MNIST digit"), self.wantDigit.emit, self.tr("Another handwritten digit")
                ),
            )
        )
        _line(section, self.tr("Size"), self._pair("input", self.tr("Input rows"), self.tr("Input columns")))
        _line(section, self.tr("Channels"), StepBox(self._model, "in_channels", self.tr("Input channels")))
        return section

    def _kernel(self) -> Section:
        section = Section(self.tr("Kernel"))
        self._kernels = _combo("play-kernel-preset", [(words.kernel_preset(each), each) for each in KernelPreset])
        self._kernels.setAccessibleName(self.tr("Kernel preset"))
        self._kernels.activated.connect(self._choose_kernel)
        self._shuffle = QToolButton(objectName="play-shuffle", toolTip=self.tr("Draw other random numbers"))
        self._shuffle.setAccessibleName(self.tr("Draw other random numbers"))
        self._shuffle.setIcon(theme.icon("shuffle"))
        self._shuffle.setProperty("boxed", True)
        self._shuffle.clicked.connect(self._reseed)
        section.add(_row(self._kernels, self._shuffle, narrow=1))
        size = self._pair("kernel", self.tr("Kernel rows"), self.tr("Kernel columns"))
        size.setObjectName("play-kernel-size")
        _line(section, self.tr("Size"), size)
        self._outs = StepBox(self._model, "out_channels", self.tr("Output channels"))
        _line(section, self.tr("Filters"), self._outs)
        self._groups = StepBox(self._model, "groups", self.tr("Groups"))
        _line(section, self.tr("Groups"), self._groups)
        self._use_bias = QCheckBox(self.tr("Bias"), objectName="play-use-bias")
        self._use_bias.toggled.connect(self._set_use_bias)
        # As many decimals as a float32 may need: what is shown is not rounded before.
        self._bias = NumberField(objectName="play-bias", step=0.5, minimum=-MAX_VALUE, maximum=MAX_VALUE, decimals=50)
        self._bias.refused.connect(lambda typed: self._model.refused.emit(refusal(self._bias, typed)))
        self._bias.setAccessibleName(self.tr("Bias of the filter in front"))
        self._bias.valueChanged.connect(self._set_bias)
        section.add(_row(self._use_bias, self._bias))
        self._weighing = [self._kernels, self._shuffle, self._outs, self._groups, self._use_bias]
        return section

    def _way(self) -> Section:
        section = Section(self.tr("Steps"))
        _line(section, self.tr("Stride"), self._pair("stride", self.tr("Stride down"), self.tr("Stride across")))
        self._dilation = self._pair("dilation", self.tr("Dilation down"), self.tr("Dilation across"))
        _line(section, self.tr("Dilation"), self._dilation)
        return section

    def _padding(self) -> Section:
        section = Section(self.tr("Padding"))
        self._modes = _combo("play-padding-mode", [(words.padding_mode(each), each) for each in PaddingMode])
        self._modes.setAccessibleName(self.tr("What fills the padding"))
        self._modes.activated.connect(self._choose_mode)
        section.add(self._modes)
        # The four sides stand where they are.
        sides = QWidget()
        grid = QGridLayout(sides)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.SPACE_1)
        for side, title, row, col in (
            ("top", self.tr("Padding at the top"), 0, 1),
            ("left", self.tr("Padding at the left"), 1, 0),
            ("right", self.tr("Padding at the right"), 1, 2),
            ("bottom", self.tr("Padding at the bottom"), 2, 1),
        ):
            grid.addWidget(StepBox(self._model, f"padding_{side}", title), row, col)
        middle = QLabel(self.tr("input"), alignment=Qt.AlignmentFlag.AlignCenter)
        middle.setProperty("quiet", True)
        grid.addWidget(middle, 1, 1)
        section.add(sides)
        section.add(
            _row(
                self._button("play-padding-none", self.tr("None"), self._no_padding, self.tr("No padding on any side")),
                self._button(
                    "play-padding-same",
                    self.tr("Same"),
                    self._same_padding,
                    self.tr("As much as keeps the size at stride 1"),
                ),
            )
        )
        return section

    def _pair(self, what: str, down: str, across: str) -> QWidget:
        return _row(
            StepBox(self._model, f"{what}_height", down),
            QLabel("×"),
            StepBox(self._model, f"{what}_width", across),
            narrow=1,
        )

    def _button(self, name: str, text: str, slot: Callable[[], object], tip: str) -> QPushButton:
        button = QPushButton(text, objectName=name, toolTip=tip)
        button.clicked.connect(lambda: slot())
        return button

    # --- showing

    @Slot()
    def refresh(self) -> None:
        """Show the state."""
        self._setting = True
        model, state = self._model, self._model.state
        figure = model.figure if state.mode is Mode.OPERATION else None
        for button, each in zip(self._figure_buttons, model.figures, strict=True):
            button.setChecked(each is figure)
        self._figure_text.setText(
            self.tr("{title}. {sentence}").format(
                title=figure.title(language.code()), sentence=figure.sentence(language.code())
            )
            if figure
            else self.tr("The tutorial's six figures, one click each. Then change anything.")
        )
        geometry = state.geometry
        _select(self._operations, geometry.operation)
        _select(self._inputs, state.input_preset)
        _select(self._kernels, state.kernel_presets[min(model.out_channel, len(state.kernel_presets) - 1)])
        _select(self._modes, geometry.padding_mode)
        weighs = geometry.operation.weighs
        for widget in self._weighing:
            widget.setEnabled(weighs)
        self._use_bias.setChecked(state.use_bias)
        self._bias.setEnabled(weighs and state.use_bias)
        plain = geometry.operation in (Operation.CROSS_CORRELATION, Operation.CONVOLUTION)
        self._modes.setEnabled(plain)
        self._modes.setToolTip(
            ""
            if plain
            else self.tr(
                "PyTorch pads this operation its own way: pooling ignores the border's values, "
                "a transposed convolution crops its output."
            )
        )
        self._dilation.setEnabled(geometry.operation is not Operation.AVERAGE_POOL)
        self._setting = False
        self._refresh_bias()

    @Slot()
    def _refresh_bias(self) -> None:
        self._setting = True
        state = self._model.state
        bias = state.bias.at(min(self._model.out_channel, state.bias.shape[0] - 1))
        if bias != self._bias.value():
            self._bias.setValue(bias)
        self._setting = False

    # --- changing

    def show_figure(self, figure: Figure) -> None:
        """Set a figure up."""
        text = self.tr("setting up figure {number}").format(number=figure.number)
        self._model.change(text, lambda _state: figure.state)
        self._model.pin(0, 0, 0)
        self.refresh()

    @Slot(int)
    def _choose_operation(self, index: int) -> None:
        operation = Operation(self._operations.itemData(index))
        text = self.tr("choosing the operation {name}").format(name=words.operation(operation))
        self._model.change(text, lambda state: state.with_operation(operation))
        self.refresh()

    @Slot(int)
    def _choose_input(self, index: int) -> None:
        preset = InputPreset(self._inputs.itemData(index))
        if preset is InputPreset.CUSTOM:
            self._model.refused.emit(self.tr("Type into the input's cells, paint on them, or open a picture."))
        else:
            # A shape needs a few cells to be seen.
            least = {InputPreset.DIGIT: 16, InputPreset.DISC: 9}.get(preset, 1)

            def make(state: PlaygroundState) -> PlaygroundState:
                height, width = state.geometry.input_size
                return state.with_input_preset(preset, (max(height, least), max(width, least)))

            self._model.change(self.tr("filling the input with {name}").format(name=words.input_preset(preset)), make)
        self.refresh()

    @Slot(int)
    def _choose_kernel(self, index: int) -> None:
        preset = KernelPreset(self._kernels.itemData(index))
        if preset is KernelPreset.CUSTOM:
            self._model.refused.emit(self.tr("Type into the kernel's cells, or drag them up and down."))
        else:
            self._model.change(
                self.tr("choosing the kernel {name}").format(name=words.kernel_preset(preset)),
                lambda state: state.with_kernel_preset(
                    preset, min(self._model.out_channel, state.geometry.out_channels - 1)
                ),
            )
        self.refresh()

    @Slot(int)
    def _choose_mode(self, index: int) -> None:
        mode = PaddingMode(self._modes.itemData(index))
        text = self.tr("choosing the padding {name}").format(name=words.padding_mode(mode))
        self._model.change(text, lambda state: state.with_padding_mode(mode))
        self.refresh()

    @Slot()
    def _reseed(self) -> None:
        state = self._model.state
        if InputPreset.RANDOM not in (state.input_preset,) and KernelPreset.RANDOM not in state.kernel_presets:
            self._model.change(
                self.tr("choosing a random kernel"),
                lambda state: state.with_kernel_preset(KernelPreset.RANDOM, self._model.out_channel),
            )
        else:
            self._model.change(self.tr("drawing other random numbers"), lambda state: state.reseeded())

    @Slot(bool)
    def _set_use_bias(self, used: bool) -> None:
        if not self._setting:
            text = self.tr("adding the bias") if used else self.tr("leaving out the bias")
            self._model.change(text, lambda state: state.with_bias(used))

    @Slot(float)
    def _set_bias(self, value: float) -> None:
        if not self._setting:
            index = (self._model.out_channel,)
            self._model.change(
                self.tr("changing the bias"),
                lambda state: state.with_cells(Part.BIAS, {index: value}),
                gesture=_BIAS_GESTURE,
            )

    @Slot()
    def _no_padding(self) -> None:
        self._model.change(
            self.tr("removing the padding"),
            lambda state: state.with_parameters(padding_top=0, padding_bottom=0, padding_left=0, padding_right=0),
        )

    @Slot()
    def _same_padding(self) -> None:
        self._model.change(self.tr("padding to the same size"), lambda state: state.with_same_padding())


def _line(section: Section, label: str, field: QWidget) -> None:
    caption = section.add_row(label, field)
    # As high as the field, also while the field is hidden.
    caption.setMinimumHeight(spin_box_height())


def _combo(name: str, entries: list[tuple[str, object]]) -> QComboBox:
    combo = QComboBox(objectName=name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(10)
    for text, data in entries:
        combo.addItem(text, data)
    return combo


def _select(combo: QComboBox, data: object) -> None:
    for index in range(combo.count()):
        if combo.itemData(index) == data:
            combo.setCurrentIndex(index)
            return


def _row(*widgets: QWidget, narrow: int = -1) -> QWidget:
    """The widgets beside each other, equally wide; the one numbered ``narrow`` takes only the room it needs."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.SPACE_1)
    for number, widget in enumerate(widgets):
        layout.addWidget(widget, 0 if number == narrow else 1)
    return holder
