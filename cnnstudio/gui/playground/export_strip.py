"""Under the picture while an animation is written: how far it is, how large it grew, and a way to give up."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.labels import amount, data_size, integer
from cnnstudio.gui.playground.export import Animation, Written


class ExportStrip(QWidget):
    """One line, shown by ``begin`` only."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-export-strip")
        self._name = ""
        self.label = QLabel(objectName="play-export-progress")
        self.cancel = QPushButton(self.tr("Cancel"), objectName="play-export-cancel")
        self.cancel.setToolTip(self.tr("Give up; no file is left"))
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_4, theme.SPACE_1, theme.SPACE_3, theme.SPACE_1)
        row.addWidget(self.label, 1)
        row.addWidget(self.cancel)
        self.hide()

    def begin(self, name: str, animation: Animation) -> None:
        """Show that an animation is being written to a file of this name."""
        self._name = name
        self.tell(Written(0, len(animation), 0))
        self.show()

    def tell(self, written: Written) -> None:
        """Show how far it is."""
        self.label.setText(
            self.tr("{name}: {done} of {all} positions, {size} so far").format(
                name=self._name,
                done=integer(written.frames),
                all=integer(written.of),
                size=data_size(written.size),
            )
        )


def sentence(name: str, step: int, written: Written, *, completed: bool) -> str:
    """What became of an animation; ``step`` as in ``Animation``."""
    translate = QCoreApplication.translate
    if not completed:
        return translate("ExportStrip", "Given up: {name} was not written.").format(name=name)
    what = amount(written.frames, "{n} position", "{n:,} positions")
    if step > 1:
        what = translate("ExportStrip", "{what}, one in {step}").format(what=what, step=integer(step))
    return translate("ExportStrip", "Saved {name}: {what}, {size}.").format(
        name=name,
        what=what,
        size=data_size(written.size),
    )
