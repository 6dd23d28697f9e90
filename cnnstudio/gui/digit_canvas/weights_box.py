"""The box that shows which weights read, and lets others be chosen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.weights_list import Choice, Listing


class WeightsBox(QComboBox):
    """Lists what can be chosen; ``chosen`` tells a choice of the user."""

    chosen = Signal(object)  # Choice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-weights", accessibleName="")
        self.setAccessibleName(self.tr("Weights"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self._listing = Listing()
        self.activated.connect(self._activate)

    @property
    def choice(self) -> Choice | None:
        """The row that is shown; None before the first listing."""
        choice: Choice | None = self.currentData()
        return choice

    def show_listing(self, listing: Listing) -> None:
        """Show these rows; tells nobody."""
        before, self._listing = self._listing, listing
        if listing.choices != before.choices:
            self.clear()
            for choice in listing.choices:
                self.addItem(choice.label, choice)
                self.setItemData(self.count() - 1, choice.tip, Qt.ItemDataRole.ToolTipRole)
            # Names of runs are longer than the box.
            self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + theme.SPACE_6)
        self.setCurrentIndex(listing.shown)
        self._show_tip()

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        # Qt cuts off what does not fit without a sign.
        text_room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, text_room.width()
        )

    def _activate(self, index: int) -> None:
        self._show_tip()
        self.chosen.emit(self.itemData(index))

    def _show_tip(self) -> None:
        choice = self.choice
        self.setToolTip("" if choice is None else choice.tip)
