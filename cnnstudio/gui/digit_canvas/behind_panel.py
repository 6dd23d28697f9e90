"""What stands behind the prediction: the inside of the network and the why, in tabs beside my handwriting."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.document import DrawDocument
from cnnstudio.gui.digit_canvas.handwriting_view import HandwritingView
from cnnstudio.gui.digit_canvas.inside_view import InsideView
from cnnstudio.gui.digit_canvas.pad import Pad
from cnnstudio.gui.digit_canvas.predicting import InsideReply
from cnnstudio.gui.digit_canvas.why_view import Argument, WhyView
from cnnstudio.prediction.reader import InkPrediction
from cnnstudio.prediction.room_state import OpenedMap, Question, Tab

_TABS: tuple[Tab, ...] = ("inside", "why", "handwriting")


class BehindPanel(QTabWidget):
    """Three tabs; asks the document only for what is looked at."""

    def __init__(self, document: DrawDocument, pad: Pad, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-tabs", documentMode=True)
        self.setAccessibleName(self.tr("Behind the prediction"))
        self._document = document
        self._pad = pad
        self.inside, self.why, self.handwriting_view = InsideView(), WhyView(), HandwritingView()
        for widget, title in (
            (self.inside, self.tr("Inside")),
            (self.why, self.tr("Why")),
            (self.handwriting_view, self.tr("My handwriting")),
        ):
            holder = QWidget()
            holder.setProperty("panel", True)
            around = QVBoxLayout(holder)
            around.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_2)
            around.addWidget(widget)
            self.addTab(holder, title)
        self.currentChanged.connect(self._on_tab_changed)
        self.inside.mapChanged.connect(self._on_map_changed)
        self.inside.calibratedChanged.connect(document.set_calibrated)
        self.why.asked.connect(self._on_question_changed)
        document.predictions.lookedInside.connect(self._show_inside)
        document.predictions.argued.connect(self._show_argument)

    @property
    def tab(self) -> Tab:
        """Which is looked at."""
        return _TABS[self.currentIndex()]

    def show_state(self) -> None:
        """Tab, question and map as the document has them."""
        state = self._document.state()
        self.why.show_question(state.question)
        self.inside.look_at(state.map)
        self.setCurrentIndex(_TABS.index(state.tab))
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._document.predictions.set_looks_inside(False)

    def _look(self) -> None:
        """Ask for what is shown, where it can be seen: the maps not while another room is, or the panel is folded."""
        self._document.predictions.set_looks_inside(self.tab == "inside" and self.isVisible())
        self.ask_why()

    def why_not(self, target: int) -> None:
        """Ask why the first guess and not this class; for the first guess itself, why not the second."""
        self.setCurrentIndex(_TABS.index("why"))
        prediction = self._document.predictions.prediction
        leads = prediction is not None and prediction.ranking[:1] == (target,)
        self.why.ask_for(None if leads else target)

    def ask_why(self) -> None:
        """Ask anew what the ink argues for, if that is looked at: on the pad, too, where the panel is folded away."""
        if self.tab == "why" and self._pad.isVisible():
            self._document.predictions.ask_why(self._document.state().question, tuple(self._pad.stroke_inks()))

    @Slot(int)
    def _on_tab_changed(self, _index: int) -> None:
        self._document.set_tab(self.tab)
        if self.tab != "why":
            self._pad.set_tint(None)
        self._look()

    @Slot(object)
    def _on_map_changed(self, opened: OpenedMap | None) -> None:
        self._document.set_map(opened)

    @Slot(object)
    def _on_question_changed(self, question: Question) -> None:
        self._document.set_question(question)
        self.ask_why()

    @Slot(object)
    def _show_inside(self, found: InsideReply | None) -> None:
        if found is None:
            self.inside.show_activations((), ())
        else:
            reader = found.ask.reader
            self.inside.show_activations(found.activations, found.levels, reader.class_names)
            self.inside.show_last_row(found.ask.prediction, reader.class_names, reader.temperature)

    @Slot(object)
    def _show_argument(self, found: tuple[InkPrediction, Argument | None] | None) -> None:
        if self.tab == "why":
            prediction, argument = (None, None) if found is None else found
            self.why.show_argument(prediction, argument)
            self._pad.set_tint(None if argument is None or self._pad.is_empty else argument.tint)
