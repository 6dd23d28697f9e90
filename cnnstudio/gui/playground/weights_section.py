"""What becomes of the edits: kept as new weights, or put back."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.playground.keeping import Keeping
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.widgets.section import Section


class WeightsSection(Section):
    """A name and a button, and the way back."""

    def __init__(self, opening: Opening, keeping: Keeping, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Edited weights"), parent)
        self.setObjectName("play-opened-weights")
        self._opening = opening
        self._keeping = keeping
        self.name = QLineEdit(objectName="play-opened-name", maxLength=60)
        self.name.setAccessibleName(self.tr("Name of the new weights"))
        self.keep = QPushButton(self.tr("Keep"), objectName="play-opened-keep")
        self.keep.setToolTip(self.tr("Keep as new weights: a file in the library that says what it came from"))
        self.back = QPushButton(self.tr("Put back"), objectName="play-opened-put-back")
        self.back.setToolTip(self.tr("The layer's weights as they were before the first edit"))
        self.all_back = QPushButton(self.tr("Put all back"), objectName="play-opened-put-all-back")
        self.all_back.setToolTip(self.tr("The network's weights as they were before the first edit"))
        self.add(_row(self.name, self.keep))
        self.add(_row(self.back, self.all_back))
        self.name.returnPressed.connect(self._keep_weights)
        self.keep.clicked.connect(self._keep_weights)
        self.back.clicked.connect(opening.put_back)
        self.all_back.clicked.connect(opening.put_back_all)
        keeping.busyChanged.connect(self._refresh)
        keeping.kept.connect(self.name.clear)
        opening.looked.connect(self._refresh)
        self._refresh()

    @Slot()
    def _keep_weights(self) -> None:
        self._keeping.keep(self.name.text())

    @Slot()
    def _refresh(self) -> None:
        edited = self._opening.network_edited
        self.back.setEnabled(self._opening.edited)
        self.all_back.setEnabled(edited)
        self.name.setPlaceholderText(self._keeping.usual_name)
        for widget in (self.name, self.keep):
            widget.setEnabled(edited and not self._keeping.busy)


def _row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.SPACE_1)
    for widget in widgets:
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(widget)
    return holder
