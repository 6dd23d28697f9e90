"""Below the formula: parameters and multiply-adds against a fully connected layer, special cases, cells left out."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.convolution.formula import formula
from cnnstudio.convolution.geometry import Axis, Operation
from cnnstudio.gui import theme
from cnnstudio.gui.labels import amount, in_turn, integer, listed, short
from cnnstudio.gui.playground import words
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.lessons.asked import Thing

_LONGEST = 10**7  # from here on the weights of a fully connected layer are told in three figures


class CostsLine(QWidget):
    """Two quiet labels: what the operation costs, and what there is to notice."""

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.costs = QLabel(objectName="play-costs", wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self.notes = QLabel(objectName="play-notes", wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, 0, theme.SPACE_4, theme.SPACE_2)
        layout.setSpacing(2)
        for label in (self.costs, self.notes):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            layout.addWidget(label)
        self.notes.setProperty("quiet", True)
        model.stateChanged.connect(self._refresh)
        model.predicting.changed.connect(self._refresh)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        predicting = self._model.predicting
        if any(predicting.hides(thing) for thing in (Thing.SIZE, Thing.PARAMETERS, Thing.MACS)):
            self.costs.setText(self.tr("What it costs is shown once it was predicted."))
            self.notes.hide()
            return
        geometry = self._model.geometry
        found = formula(geometry, bias=self._model.state.use_bias)
        if geometry.operation.pools:
            self.costs.setText(self.tr("No weights to learn: pooling only summarises its window."))
        else:
            channels = f"{found.out_channels}·{found.in_channels // found.groups}"
            inside = f"{channels}·{geometry.kernel_size[0]}·{geometry.kernel_size[1]}"
            inputs = "c<sub>i</sub>" if found.groups == 1 else "(c<sub>i</sub>/g)"
            letters = f"c<sub>o</sub>·{inputs}·k<sub>h</sub>·k<sub>w</sub>"
            line = amount(
                found.parameters,
                "{letters} = {inside} =\u00a0{n}\u00a0weight",
                "{letters} = {inside} =\u00a0{n:,}\u00a0weights",
                letters=letters,
                inside=inside,
            )
            if found.biases:
                line += amount(found.biases, " +\u00a0{n}\u00a0bias", " +\u00a0{n:,}\u00a0biases")
            line += amount(found.macs, ", {n}\u00a0multiply\u2011add", ", {n:,}\u00a0multiply\u2011adds")
            dense = found.dense_parameters
            rounded = dense >= _LONGEST
            line += "<br>" + self.tr("fully connected: {letters} =\u00a0{inside} {equals}\u00a0{weights}").format(
                equals="≈" if rounded else "=",
                letters="c<sub>1</sub>h<sub>1</sub>w<sub>1</sub>·c<sub>2</sub>h<sub>2</sub>w<sub>2</sub>",
                inside=_product(geometry.in_channels, geometry.input_size, found.out_channels, geometry.output_size),
                weights=short(dense) if rounded else integer(dense),
            )
            self.costs.setText(line)
        notes = [words.special_case(case) for case in found.cases]
        notes += self._connected()
        notes += self._shared()
        notes += self._extent()
        notes += self._left_out()
        self.notes.setText(in_turn(notes))
        self.notes.setVisible(bool(notes))

    def _connected(self) -> list[str]:
        """What the layer really has where its maps do not all read each other."""
        pairs, geometry = self._model.connections, self._model.geometry
        if pairs is None:
            return []
        weights = pairs * geometry.kernel_size[0] * geometry.kernel_size[1]
        macs = weights * geometry.output_size[0] * geometry.output_size[1]
        return [
            self.tr(
                "Not all maps are connected: of these the layer has {weights} weights, {macs} multiply-adds."
            ).format(weights=integer(weights), macs=integer(macs))
        ]

    def _shared(self) -> list[str]:
        """What the layer really has where all weights of a window are one number."""
        distinct = self._model.distinct_weights
        if distinct is None:
            return []
        return [
            amount(
                distinct,
                "The weights of a map's window are one number, its coefficient: the layer has {n} weight.",
                "The weights of a map's window are one number, its coefficient: the layer has {n:,} weights.",
            )
        ]

    def _extent(self) -> list[str]:
        """Why the formula's k is not the kernel's size where it is dilated."""
        geometry = self._model.geometry
        spans = dict.fromkeys(
            f"k = {axis.d}·({axis.k} − 1) + 1 = {axis.extent}" for axis in (geometry.rows, geometry.cols) if axis.d > 1
        )
        return [self.tr("Dilation spreads the kernel: {spans}.").format(spans=listed(spans))] if spans else []

    def _left_out(self) -> list[str]:
        geometry = self._model.geometry
        if geometry.operation is Operation.TRANSPOSED:
            if any(geometry.padding):
                return [self.tr("Hatched: padding crops these cells from the output.")]
            return []
        parts = []
        for axis, rows in ((geometry.rows, True), (geometry.cols, False)):
            parts += self._unread(axis, rows=rows)
        return [self.tr("Hatched, read by no window: {parts}.").format(parts=listed(parts))] if parts else []

    def _unread(self, axis: Axis, *, rows: bool) -> list[str]:
        parts = []
        skipped = len(axis.skipped())
        if skipped:
            name = amount(skipped, "{n} row", "{n:,} rows") if rows else amount(skipped, "{n} column", "{n:,} columns")
            # A window without holes that moves by one cell leaves nothing out.
            if axis.s == 1:
                parts.append(self.tr("{name} between the taps of the dilated kernel").format(name=name))
            elif axis.d == 1:
                parts.append(self.tr("{name} the steps jump over").format(name=name))
            else:
                parts.append(self.tr("{name} that steps and dilation jump over").format(name=name))
        if axis.remainder:
            last = axis.remainder
            name = (
                amount(last, "the last row", "the last {n:,} rows")
                if rows
                else amount(last, "the last column", "the last {n:,} columns")
            )
            why = (
                self.tr("{name} (the next window would start in the padding)")
                if axis.ceil
                else self.tr("{name}, cut by the floor (a step of {stride} would overrun)")
            )
            parts.append(why.format(name=name, stride=axis.s))
        return parts


def _product(channels: int, size: tuple[int, int], out: int, out_size: tuple[int, int]) -> str:
    return "·".join(str(each) for each in (channels, *size, out, *out_size))
