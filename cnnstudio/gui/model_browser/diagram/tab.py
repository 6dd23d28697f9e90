"""The tab "Diagram": the data-flow graph with its tools and its legend."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.analysis.results import Analysis
from cnnstudio.errors import StorageError
from cnnstudio.gui import errors, settings, theme, view_state
from cnnstudio.gui.model_browser.diagram import export, heat
from cnnstudio.gui.model_browser.diagram.heat import Measure
from cnnstudio.gui.model_browser.diagram.legend import Legend
from cnnstudio.gui.model_browser.diagram.view import DiagramView
from cnnstudio.gui.model_browser.predicting import Predicting
from cnnstudio.gui.model_browser.selection import Selection
from cnnstudio.gui.widgets.picture_writer import PictureWriter

MEASURE = settings.Option(
    "models/colour", Measure.KIND.value, lambda value: value in [measure.value for measure in Measure]
)

# What is told of an export holds until the next.
_EXPORT = "models-export"

# Below this width the choice of colour needs its caption's place.
_ROOMY = 440


class DiagramTab(QWidget):
    """The view, what it is coloured by, and saving it as a picture."""

    exported = Signal(str)  # the file's path

    def __init__(
        self, selection: Selection, parent: QWidget | None = None, *, predicting: Predicting | None = None
    ) -> None:
        super().__init__(parent)
        self.view = DiagramView(selection, predicting=predicting)
        self.legend = Legend(self.view.diagram)
        self.writer = PictureWriter(self)
        self.writer.saved.connect(self._on_saved)
        self.writer.failed.connect(self._on_failed)
        self.measure = view_state.keep(QComboBox(objectName="models-colour"))
        self.measure.setAccessibleName(self.tr("Colour the diagram by"))
        self.measure.setToolTip(self.measure.accessibleName())
        for measure in Measure:
            self.measure.addItem(heat.name(measure), measure)
        self.measure.currentIndexChanged.connect(self._recolour)

        bar = QHBoxLayout()
        bar.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        bar.setSpacing(theme.SPACE_1)
        self._caption = QLabel(self.tr("Colour"))
        self._caption.setProperty("quiet", True)
        self._caption.setBuddy(self.measure)
        bar.addWidget(self._caption)
        bar.addWidget(self.measure)
        bar.addStretch(1)
        for name, icon, text, slot in (
            ("models-open-all", "maximize-2", self.tr("Open all blocks"), self.view.open_all),
            ("models-close-all", "minimize", self.tr("Close all blocks"), self.view.close_all),
            ("models-zoom-out", "zoom-out", self.tr("Smaller (−)"), self.view.zoom_out),
            ("models-zoom-in", "zoom-in", self.tr("Larger (+)"), self.view.zoom_in),
            ("models-fit", "maximize", self.tr("Show the whole (0)"), self.view.fit),
        ):
            bar.addWidget(self._tool(name, icon, text, slot))
        self._export = self._tool("models-export", "download", self.tr("Save the diagram"), None)
        self._export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._export)
        for ending, text in ((".svg", self.tr("Save as SVG…")), (".png", self.tr("Save as PNG…"))):
            action = menu.addAction(text)
            action.setObjectName(f"models-export-{ending[1:]}")
            action.triggered.connect(lambda _checked=False, ending=ending: self._ask_and_export(ending))
        self._export.setMenu(menu)
        bar.addWidget(self._export)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.legend)
        self.measure.setCurrentIndex(self.measure.findData(Measure(settings.get(MEASURE))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._caption.setVisible(self.width() >= _ROOMY)

    def show_analysis(self, analysis: Analysis, opened: Collection[str] | None = None) -> None:
        """Draw a network with these blocks open; None = those that are open at first."""
        self.view.show_analysis(analysis, opened)
        self.legend.refresh()

    def export(self, path: Path) -> None:
        """Write the diagram to a file; ``exported`` tells when it is there.

        Raises:
            StorageError: if it cannot be written.
        """
        errors.take_back(_EXPORT)
        export.write(self.view.diagram, self.legend, path, self.writer)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.exported.emit(str(path))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        errors.show_error(self, error, about=_EXPORT)

    def _ask_and_export(self, ending: str) -> None:
        analysis = self.view.diagram.analysis
        if analysis is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the diagram"), f"{analysis.name or analysis.title}{ending}", f"*{ending}"
        )
        if not name:
            return
        path = Path(name)
        try:
            self.export(path if path.suffix else path.with_suffix(ending))
        except StorageError as error:
            errors.show_error(self, error, about=_EXPORT)

    def _tool(self, name: str, icon: str, text: str, slot: object) -> QToolButton:
        button = QToolButton(objectName=name, toolTip=text, toolButtonStyle=Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIcon(theme.icon(icon, "text_quiet"))
        button.setAccessibleName(text)
        if slot is not None:
            button.clicked.connect(slot)
        return button

    @Slot()
    def _recolour(self) -> None:
        measure = self.measure.currentData()
        settings.put(MEASURE, measure.value)
        self.view.diagram.set_measure(measure)
        self.legend.refresh()
