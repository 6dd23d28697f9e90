"""The inspector: the output cell that is pointed at, taken apart."""

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.links import Block, Cell, links
from cnnstudio.convolution.operation import Result
from cnnstudio.convolution.step_through import CellSteps, steps
from cnnstudio.gui import labels, theme
from cnnstudio.gui.playground import words
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.gui.widgets import window_sum
from cnnstudio.gui.widgets.product_grid import ProductGrid
from cnnstudio.gui.widgets.product_view import Divider, Piece, ProductView, Said, Tone
from cnnstudio.lessons.asked import Thing


class CellView(ProductView):
    """The sum behind the output cell that is pointed at, or else pinned."""

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="play-products", margin=theme.SPACE_4, large=True)
        self._model = model
        self._shown: Result | None = None
        self.steps: CellSteps | None = None
        self.setAccessibleName(self.tr("The output cell taken apart"))
        model.pointedChanged.connect(self._refresh)
        model.positionChanged.connect(self._refresh)
        model.predicting.changed.connect(self._refresh)
        self._refresh()

    @property
    def linear_map(self) -> list[str]:
        """A 1x1 convolution as the equations it is at every pixel, one an output channel; empty for other kernels."""
        state = self._model.result.state
        geometry = state.geometry
        if not geometry.operation.weighs or geometry.kernel_size != (1, 1):
            return []
        rows = []
        for out in range(geometry.out_channels):
            read = geometry.channels_read(out)
            terms = [
                f"{labels.number(state.kernel.at(out, inner, 0, 0))}·x{_index(channel + 1)}"
                for inner, channel in enumerate(read)
            ]
            if state.adds_bias:
                terms.append(labels.number(state.bias.at(out)))
            rows.append(f"y{_index(out + 1)} = " + " + ".join(terms).replace("+ −", "− "))
        return rows

    @Slot()
    def _refresh(self) -> None:
        cell, result = self._model.shown_output, self._model.result
        geometry = result.state.geometry
        height, width = geometry.output_size
        if cell.row >= height or cell.col >= width or cell.channel >= geometry.channels_out:
            return
        shown = self.steps
        place = (cell.channel, cell.row, cell.col)
        if shown is None or self._shown is not result or place != (shown.out_channel, shown.row, shown.col):
            self._shown, self.steps = result, steps(result, *place)
        self.show_pieces(self._pieces_of(self.steps or steps(result, *place)))

    def _pieces_of(self, taken: CellSteps) -> list[Piece]:
        title = self.tr("Output at row {row}, column {col}").format(
            row=labels.counted(taken.row), col=labels.counted(taken.col)
        )
        names = [self._model.input_number(each) for each in taken.inputs]
        found: list[Piece] = [Said(title, Tone.TITLE), Said(self._said_about_focus(), Tone.QUIET)]
        cell = Cell(Block.OUTPUT, taken.out_channel, taken.row, taken.col, taken.out_channel)
        if self._model.predicting.hides_cell(cell) or self._model.predicting.hides(Thing.SIZE):
            return [*found, *self._to_predict(window_sum.pieces(taken, names=names))]
        found += window_sum.pieces(taken, names=names)
        if taken.weights is None:
            result = labels.number(taken.result)
            found.append(Said(f"{labels.equals((taken.result, result))} {result}", Tone.RESULT))
        if self.linear_map:
            found += [Divider(), Said(self.tr("The same linear map at every pixel"), Tone.HEADING)]
            found += [Said(row, Tone.ASIDE) for row in self.linear_map]
        if taken.geometry.operation is Operation.CONVOLUTION:
            hint = self.tr("The kernel is read backwards: its last weight meets the first cell of the window.")
            found.append(Said(hint, Tone.QUIET))
        return found

    def _to_predict(self, pieces: list[Piece]) -> list[Piece]:
        """What lies under the window, without what comes of it."""
        found: list[Piece] = [replace(each, hides_products=True) for each in pieces if isinstance(each, ProductGrid)]
        state = self._model.result.state
        if state.adds_bias:
            bias = labels.number(state.bias.at(self._model.position.channel))
            found.append(Said(self.tr("+ bias {bias}").format(bias=bias)))
        return [*found, Said(f"= {HIDDEN}", Tone.RESULT)]

    def _said_about_focus(self) -> str:
        model = self._model
        geometry = model.result.state.geometry
        focus = model.focus
        tied = links(geometry, focus)
        row, col = words.place(geometry, focus)
        if focus.block is Block.KERNEL:
            count = len(tied.input.rows) * len(tied.input.cols)
            return labels.amount(
                count,
                "Weight ({row}, {col}) touches {n} cell of the input.",
                "Weight ({row}, {col}) touches {n:,} cells of the input.",
                row=row,
                col=col,
            )
        if focus.block is Block.INPUT:
            count = len(tied.output.rows) * len(tied.output.cols) * len(tied.output.channels)
            inside = geometry.rows.source(focus.row) is not None and geometry.cols.source(focus.col) is not None
            name = self.tr("Input cell") if inside else self.tr("Padding cell")
            if count == 0:
                return self.tr("{name} ({row}, {col}): no window reads it.").format(name=name, row=row, col=col)
            return labels.amount(
                count,
                "{name} ({row}, {col}) reaches {n} output cell.",
                "{name} ({row}, {col}) reaches {n:,} output cells.",
                name=name,
                row=row,
                col=col,
            )
        if geometry.channels_out > 1:
            number = labels.counted(model.output_number(model.shown_output.channel))
            return self.tr("Channel {number} of {count}").format(
                number=number, count=labels.integer(model.geometry.channels_out)
            )
        return self.tr("Point at any cell to see what it is tied to; click to pin.")


def _index(number: int) -> str:
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(number))
