"""The filmstrip: what the one preprocessing function makes of the ink, stage by stage."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.marks import outline
from cnnstudio.prediction.preprocessing import BOX, INPUT_SIDE, Preprocessed, Stage, Stages

_LEAST, _MOST = 44, 132
# Where the boxes with their titles are wider than the pictures the titles stand above, and only the boxes below.
_TITLE_SIZES = (0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)  # of the font; the first in which all titles are whole
_CAPTION, _SWITCH = 14, 22  # heights


class _Frame(QWidget):
    """One picture of the strip, as light ink on black, pixel by pixel."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._picture: np.ndarray | None = None
        self._marks: tuple[QRectF, ...] = ()
        self._caption = ""
        self._size = _TITLE_SIZES[0]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.manager().changed.connect(self.update)

    def set_caption(self, text: str, size: float) -> None:
        """Put a title above the picture, in this size of the font; "" takes it away."""
        self._caption, self._size = text, size
        self.update()

    def show_stage(self, seen: Preprocessed | None) -> None:
        """Show what this stage made; None: nobody reads."""
        self._marks = ()
        if seen is None or seen.empty:
            self._picture = None
            self.update()
            return
        picture = seen.pictures[self._stage]
        longest = max(picture.shape)
        if longest > 2 * INPUT_SIDE * 4:
            step = longest // (INPUT_SIDE * 4)
            picture = picture[::step, ::step]
        self._picture = np.ascontiguousarray(np.rint(np.clip(picture, 0, 1) * 255), np.uint8)
        if self._stage is Stage.INK:
            height, width = seen.pictures[Stage.INK].shape
            left, top, across, down = seen.box
            self._marks = (QRectF(left / width, top / height, across / width, down / height),)
        elif self._stage is Stage.CENTRE:
            self._marks = (QRectF(*(value / INPUT_SIDE for value in seen.placed)),)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        room = QRectF(self.rect()).adjusted(0, _CAPTION if self._caption else 0, 0, 0)
        side = min(room.width(), room.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(room.center())
        # Without ink there is nothing to see, and six black squares would say it loudly.
        painter.fillRect(square, theme.mix(tokens.window, tokens.line, 0.7) if self._picture is None else theme.grey(0))
        if self._picture is not None:
            height, width = self._picture.shape
            # A 20x20 box is shown in its place in the network input, so that its size can be compared.
            longest = INPUT_SIDE if self._stage is Stage.SCALE else max(height, width)
            unit = side / longest
            target = QRectF(0, 0, width * unit, height * unit)
            target.moveCenter(square.center())
            image = QImage(self._picture.data, width, height, width, QImage.Format.Format_Grayscale8)
            painter.drawImage(target, image)
        for mark in self._marks:
            size = QRectF(mark.x() * side, mark.y() * side, mark.width() * side, mark.height() * side)
            outline(painter, size.translated(square.topLeft()).adjusted(0, 0, -1, -1))
        if self._caption:
            painter.setPen(tokens.text_quiet)
            painter.setFont(theme.font(self._size))
            above = QRectF(0, 0, self.width(), _CAPTION)
            painter.drawText(above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, self._caption)
        painter.end()


class Filmstrip(QWidget):
    """All stages in a row; every one but the ink can be switched off."""

    stagesChanged = Signal(object)  # Stages

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-filmstrip")
        self._stages = Stages()
        self._frames: dict[Stage, _Frame] = {}
        self._switches: dict[Stage, QCheckBox] = {}
        strip = QHBoxLayout()
        strip.setSpacing(theme.SPACE_2)
        for stage, (title, hint) in self._words().items():
            column = QVBoxLayout()
            column.setSpacing(theme.SPACE_1)
            frame = self._frames[stage] = _Frame(stage)
            frame.setToolTip(hint)
            frame.setAccessibleName(self.tr("What the network sees: {stage}").format(stage=title))
            column.addWidget(frame, 1)
            if stage is Stage.INK:
                self._ink_title = QLabel(title)
                self._ink_title.setFixedHeight(_SWITCH)
                column.addWidget(self._ink_title, 0, Qt.AlignmentFlag.AlignHCenter)
            else:
                switch = QCheckBox(title, objectName=f"draw-stage-{stage.value}", checked=True, toolTip=hint)
                switch.setAccessibleName(title)
                switch.setFixedHeight(_SWITCH)
                # Narrower than its text, so that the strip can become narrow and take the text away.
                switch.setMinimumWidth(20)
                switch.toggled.connect(self._read_switches)
                self._switches[stage] = switch
                column.addWidget(switch, 0, Qt.AlignmentFlag.AlignHCenter)
            strip.addLayout(column, 1)
        self._title = QLabel(self.tr("What the network sees"))
        self._title.setFont(theme.font(bold=True))
        self._warning = QLabel()
        self._warning.setProperty("tone", "warning")
        self._warning.setToolTip(
            self.tr(
                "The network was not trained on such pictures. Its prediction breaks most easily with a small digit."
            )
        )
        self._reset = QPushButton(self.tr("All on"), objectName="draw-stages-reset")
        self._reset.setProperty("flat", True)
        self._reset.clicked.connect(self.reset)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._warning)
        head.addWidget(self._reset)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(theme.SPACE_2)
        self._layout.addLayout(head)
        self._layout.addLayout(strip, 1)
        self._show_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        gaps = 2 * theme.SPACE_4 + (len(self._frames) - 1) * theme.SPACE_2
        column = (self.width() - gaps) // len(self._frames)
        side = min(max(column, _LEAST), _MOST)
        narrow = any(needed > side for needed in self._widths_needed())
        size = self._title_size(min(column, side))
        # No wider and no higher than its pictures: the pad takes the rest.
        tall = max(side, _LEAST + _CAPTION) if narrow else side  # the titles take nothing from the pad
        for frame in self._frames.values():
            frame.setFixedHeight(tall)
        spare = max(self.width() - gaps - side * len(self._frames), 0)
        margin = theme.SPACE_4 + spare // 2
        self._layout.setContentsMargins(margin, theme.SPACE_2, margin, theme.SPACE_3)
        above = theme.SPACE_2 + max(self._title.sizeHint().height(), self._reset.sizeHint().height()) + theme.SPACE_2
        self.setFixedHeight(above + tall + theme.SPACE_1 + _SWITCH + theme.SPACE_3)
        for stage, (title, _hint) in self._words().items():
            self._frames[stage].set_caption(title if narrow else "", size)
            below = self._switches.get(stage, self._ink_title)
            below.setText("" if narrow else title)
        off = self.tr("A stage is off")
        self._warning.setText(off if narrow else self.tr("{off}: draw a small digit in a corner").format(off=off))

    def _widths_needed(self) -> list[int]:
        """Of the boxes with their titles beside them."""
        widths = []
        for stage, switch in self._switches.items():
            shown = switch.text()
            switch.setText(self._words()[stage][0])
            widths.append(switch.sizeHint().width())
            switch.setText(shown)
        return widths

    def _title_size(self, width: int) -> float:
        """The largest size in which every title is as wide as this at most."""
        for size in _TITLE_SIZES:
            metrics = QFontMetricsF(theme.font(size))
            if all(metrics.horizontalAdvance(title) <= width for title, _hint in self._words().values()):
                return size
        return _TITLE_SIZES[-1]

    @property
    def stages(self) -> Stages:
        """Which stages are on."""
        return self._stages

    def show_stages(self, stages: Stages) -> None:
        """Show which are on; tells nobody."""
        for stage, switch in self._switches.items():
            switch.blockSignals(True)
            switch.setChecked(getattr(stages, stage.value))
            switch.blockSignals(False)
        self._stages = stages
        self._show_state()

    def reset(self) -> None:
        """Switch everything on."""
        for switch in self._switches.values():
            switch.setChecked(True)

    def show_preprocessed(self, seen: Preprocessed | None) -> None:
        """Show the pictures of all stages; None: nobody reads, and there are none."""
        for frame in self._frames.values():
            frame.show_stage(seen)

    def _read_switches(self) -> None:
        states = {stage.value: switch.isChecked() for stage, switch in self._switches.items()}
        self._stages = replace(Stages(), **states)
        self._show_state()
        self.stagesChanged.emit(self._stages)

    def _show_state(self) -> None:
        changed = self._stages.changed()
        self._warning.setVisible(changed)
        # The button keeps its height while it is hidden, so that nothing jumps.
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self._reset.setVisible(changed)

    def _words(self) -> dict[Stage, tuple[str, str]]:
        return {
            Stage.INK: (self.tr("Ink"), self.tr("What was drawn; the frame is the crop.")),
            Stage.CROP: (self.tr("Crop"), self.tr("Only where there is ink. Off: the whole sheet.")),
            Stage.PEN: (
                self.tr("Pen"),
                self.tr("Hair lines become as thick as the thinnest pen in MNIST. Off: they stay thin."),
            ),
            Stage.SCALE: (
                self.tr("{box} × {box}").format(box=BOX),
                self.tr("Fitted into 20 × 20 pixels, proportions kept. Off: it fills all 28 × 28."),
            ),
            Stage.CENTRE: (
                self.tr("Centre"),
                self.tr("Centre of mass in the middle of 28 × 28. Off: the middle of the frame."),
            ),
            Stage.NORMALISE: (
                self.tr("Contrast"),
                self.tr("The darkest ink becomes 1. Off: grey stays as it is. This is what goes in."),
            ),
        }
