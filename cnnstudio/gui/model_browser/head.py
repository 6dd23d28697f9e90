"""The room's head: the network's name and totals, what has to be said beside them, and what can be done with it."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.analysis.results import Analysis
from cnnstudio.gui import labels, language, theme
from cnnstudio.messages import Message
from cnnstudio.networks.catalogue import NetworkSpec

# An analysis that takes longer says so.
_PATIENCE_MS = 300
# What is more than three lines is whole in the tip.
_LONGEST_REMARKS = 240


class Head(QWidget):
    """Shows an analysis' totals; offers what the page says can be done."""

    trainAsked = Signal()
    pictureAsked = Signal()
    stopAsked = Signal()  # what is going on is not wanted any more
    patienceEnded = Signal()  # what is going on takes long enough to be said

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-head")
        self.title = QLabel(objectName="models-title", wordWrap=True)
        self.title.setFont(theme.font(1.25, bold=True))
        self.totals = _quiet("models-totals")
        self.remarks = QLabel(objectName="models-remarks", wordWrap=True, visible=False)
        self.remarks.setProperty("tone", "warning")
        self.remarks.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.train = QPushButton(self.tr("Train it"), objectName="models-train", visible=False)
        self.train.setProperty("primary", True)
        self.train.setToolTip(self.tr("Open the Train room with this network"))
        self.train.clicked.connect(self.trainAsked)
        self.picture = QPushButton(self.tr("Open a picture…"), objectName="models-picture")
        self.picture.setIcon(theme.icon("image", "text_quiet"))
        self.picture.setToolTip(self.tr("What the network sees in a photograph"))
        self.picture.clicked.connect(self.pictureAsked)
        self.busy = QLabel(objectName="models-busy", visible=False)
        self.busy.setProperty("quiet", True)
        self.stop = QPushButton(self.tr("Cancel"), objectName="models-busy-stop", visible=False)
        self.stop.clicked.connect(self.stopAsked)
        self._can_stop = False
        self._title = self._year = ""
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._say_busy)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self.title, self.totals, self.remarks):
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_4, theme.SPACE_1)
        layout.addLayout(words, 1)
        for widget in (self.busy, self.stop, self.picture, self.train):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_analysis(self, analysis: Analysis, spec: NetworkSpec | None) -> None:
        """Show the totals of a network, and what they leave out."""
        self._title, self._year = language.say(analysis.title), str(spec.year) if spec else ""
        self.mark_former("")
        self.totals.setText(
            labels.amount(
                analysis.total_params,
                "{n} parameter · {macs} · {memory} of activations",
                "{n:,} parameters · {macs} · {memory} of activations",
                macs=labels.short(analysis.total_macs, "MAC"),
                memory=labels.data_size(analysis.activation_bytes),
            )
        )
        self.totals.setToolTip(self.tr("{macs} MACs").format(macs=labels.integer(analysis.total_macs)))
        remarks: list[str] = [*analysis.remarks]
        if len(analysis.outputs) > 1:
            named = labels.listed(
                Message("{output} {sizes}", output=name, sizes=" × ".join(map(str, sizes)))
                for name, sizes in analysis.named_outputs
            )
            remarks.insert(0, self.tr("Several outputs: {outputs}.").format(outputs=named))
        text = labels.in_turn(remarks)
        self.remarks.setText(text if len(text) <= _LONGEST_REMARKS else f"{text[:_LONGEST_REMARKS]}…")
        self.remarks.setToolTip(text)
        self.remarks.setVisible(bool(remarks))

    def mark_former(self, former: str) -> None:
        """What is shown is this, and not what is meant; "" = it is what is meant.

        ``former`` is the network's name, with the input where that is what differs.
        """
        name = self._name if former == self._title else former
        self.title.setText(self.tr("{network} (shown before)").format(network=name) if former else self._name)
        # A layout asks the font in front alone, and another one's characters may be higher.
        self.title.setMinimumHeight(self.title.fontMetrics().boundingRect(self.title.text()).height())
        for label in (self.title, self.totals, self.remarks):
            label.setEnabled(not former)

    @property
    def says_busy(self) -> bool:
        """Whether it is said what is going on."""
        return not self.busy.isHidden()

    def show_busy(self, text: str, *, can_stop: bool = False) -> None:
        """Say what is going on, once it has taken a moment; "" for nothing."""
        self.busy.setText(text)
        self._can_stop = can_stop
        if not text:
            self._patience.stop()
            self.busy.hide()
            self.stop.hide()
        elif self.busy.isHidden():
            self._patience.start()
        else:
            self._say_busy()

    @property
    def _name(self) -> str:
        return labels.details([self._title, self._year])

    @Slot()
    def _say_busy(self) -> None:
        self.busy.show()
        self.stop.setVisible(self._can_stop)
        self.patienceEnded.emit()


def _quiet(name: str) -> QLabel:
    label = QLabel(objectName=name, wordWrap=True)
    label.setProperty("quiet", True)
    return label
