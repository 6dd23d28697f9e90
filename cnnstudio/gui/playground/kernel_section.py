"""Whole kernels of an opened layer changed at once: scaled, mirrored, set to zero, replaced."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from cnnstudio.convolution import kernel_edits, kernels
from cnnstudio.convolution.kernel_edits import Chosen, NewWeights
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.layers import LayerView
from cnnstudio.gui import labels, theme
from cnnstudio.gui.playground import words
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.widgets.number_field import NumberField, refusal
from cnnstudio.gui.widgets.section import Section

_PRESETS = tuple(preset for preset in KernelPreset if preset is not KernelPreset.CUSTOM)


class KernelSection(Section):
    """Works on the kernel in front, or on all kernels of its output map."""

    def __init__(self, opening: Opening, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Change the kernel"), parent)
        self.setObjectName("play-opened-kernel")
        self._opening = opening
        self._model = model
        self.scope = QComboBox(objectName="play-opened-scope")
        self.scope.setAccessibleName(self.tr("Which kernels"))
        self.scope.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.factor = NumberField(objectName="play-opened-factor", step=0.5, minimum=-100, maximum=100)
        self.factor.setValue(2.0)
        self.factor.refused.connect(lambda typed: model.refused.emit(refusal(self.factor, typed)))
        self.factor.setAccessibleName(self.tr("Factor"))
        self.factor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.scale = QPushButton(self.tr("Scale"), objectName="play-opened-scale")
        self.scale.setToolTip(self.tr("Multiply every weight by the factor"))
        self.scale.clicked.connect(self._scale)
        across = self._tool("play-opened-flip-across", "⇄", self.tr("Exchange left and right"), self._flip_across)
        down = self._tool("play-opened-flip-down", "⇅", self.tr("Exchange top and bottom"), self._flip_down)
        zero = self._tool("play-opened-zero", "0", self.tr("Set every weight to zero"), self._zero)
        self.presets = QComboBox(objectName="play-opened-preset")
        self.presets.setAccessibleName(self.tr("Replace the kernel"))
        self.presets.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.presets.setPlaceholderText(self.tr("Replace by..."))
        for preset in _PRESETS:
            self.presets.addItem(words.kernel_preset(preset), preset)
        self.presets.setCurrentIndex(-1)
        self.presets.activated.connect(self._replace)
        self.add(self.scope)
        self.add(_row(self.factor, self.scale, across, down, zero))
        self.add(self.presets)
        opening.looked.connect(self._refresh)
        model.positionChanged.connect(self._refresh)
        model.viewChanged.connect(self._refresh)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        seen = self._opening.seen
        self.setVisible(seen is not None and seen.look.view.kernel is not None)
        if seen is None or seen.look.view.kernel is None or not self._model.opened:
            return
        chosen, geometry = self._one(), seen.look.view.geometry
        out = labels.counted(chosen.out)
        source = geometry.channels_read(chosen.out).start + (chosen.inner or 0)
        texts = [
            self.tr("Kernel of map {out} for input {source}").format(out=out, source=labels.counted(source)),
            self.tr("All kernels of map {out}").format(out=out),
        ][geometry.group_width == 1 :]
        if texts != [self.scope.itemText(index) for index in range(self.scope.count())]:
            row = min(max(self.scope.currentIndex(), 0), len(texts) - 1)
            self.scope.clear()
            self.scope.addItems(texts)
            self.scope.setCurrentIndex(row)
        least = min(geometry.kernel_size)
        for row, preset in enumerate(_PRESETS):
            fits = least >= kernels.smallest(preset)
            self.presets.setItemData(row, None if fits else 0, Qt.ItemDataRole.UserRole - 1)

    def _one(self) -> Chosen:
        """The kernel in front."""
        seen = self._opening.seen
        assert seen is not None
        geometry = seen.look.view.geometry
        out = self._model.output_number(self._model.out_channel)
        read = geometry.channels_read(out)
        source = self._model.input_number(self._model.in_channel)
        return Chosen(out, source - read.start if source in read else 0)

    def _chosen(self) -> Chosen:
        one = self._one()
        return Chosen(one.out) if self.scope.currentIndex() == self.scope.count() - 1 else one

    def _change(self, text: str, make: Callable[[LayerView, Chosen], NewWeights]) -> None:
        if self._opening.seen is not None:
            chosen = self._chosen()
            self._opening.change_kernels(text, lambda view: make(view, chosen))

    @Slot()
    def _scale(self) -> None:
        factor = self.factor.value()
        self._change(self.tr("scaling a kernel"), lambda view, chosen: kernel_edits.scaled(view, chosen, factor))

    @Slot()
    def _flip_across(self) -> None:
        self._change(
            self.tr("mirroring a kernel"), lambda view, chosen: kernel_edits.mirrored(view, chosen, "horizontal")
        )

    @Slot()
    def _flip_down(self) -> None:
        self._change(
            self.tr("mirroring a kernel"), lambda view, chosen: kernel_edits.mirrored(view, chosen, "vertical")
        )

    @Slot()
    def _zero(self) -> None:
        self._change(self.tr("setting a kernel to zero"), kernel_edits.zeroed)

    @Slot(int)
    def _replace(self, row: int) -> None:
        preset = _PRESETS[row]
        self.presets.setCurrentIndex(-1)
        self._change(self.tr("replacing a kernel"), lambda view, chosen: kernel_edits.replaced(view, chosen, preset))

    @staticmethod
    def _tool(name: str, text: str, tip: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton(objectName=name, text=text, toolTip=tip)
        button.setAccessibleName(tip)
        button.setProperty("boxed", True)
        button.clicked.connect(slot)
        return button


def _row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.SPACE_1)
    for widget in widgets:
        row.addWidget(widget)
    return holder
