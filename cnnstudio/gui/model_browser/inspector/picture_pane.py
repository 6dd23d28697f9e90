"""The inspector's pane "Picture": a photograph as the network gets it, and the five classes that it sees first."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.model_browser.photograph import Photograph
from cnnstudio.gui.widgets.section import Section
from cnnstudio.workspace.picture import FromFile, Picture

_ROWS = 5
_SIDE = 224
_STEPS = 1000


class PicturePane(QWidget):
    """Shows a photograph that ``Photograph`` looks at."""

    openRequested = Signal()
    weightsRequested = Signal()

    def __init__(self, photograph: Photograph, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-picture-pane")
        self._photograph = photograph
        self._shown: Picture | None = None
        self.open = QPushButton(self.tr("Open a picture…"), objectName="models-picture-open")
        self.open.setIcon(theme.icon("image", "text_quiet"))
        self.open.clicked.connect(self.openRequested)
        self.image = QLabel(objectName="models-picture-input")
        self.image.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.caption = _label("models-picture-caption", quiet=True)
        self.problem = _label("models-picture-problem")
        self.problem.setProperty("tone", "bad")
        self.note = _label("models-picture-note")
        self.weights = QPushButton(self.tr("Open weights…"), objectName="models-picture-weights")
        self.weights.clicked.connect(self.weightsRequested)
        self.sees = Section(self.tr("What the network sees in it"))
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_2)
        grid.setVerticalSpacing(theme.SPACE_2)
        grid.setColumnStretch(0, 1)
        self._rows: list[tuple[QLabel, QProgressBar, QLabel]] = []
        for number in range(_ROWS):
            name = _label(f"models-guess-{number + 1}")
            bar = QProgressBar(objectName=f"models-guess-bar-{number + 1}", textVisible=False, maximum=_STEPS)
            bar.setFixedWidth(72)
            share = QLabel(objectName=f"models-guess-share-{number + 1}")
            share.setFont(theme.mono_font(0.9))
            share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, widget in enumerate((name, bar, share)):
                grid.addWidget(widget, number, column)
            self._rows.append((name, bar, share))
        self.sees.add(rows)
        self.layers = _label("models-picture-layers", quiet=True)
        self.layers.setText(
            self.tr("Every layer can be opened on this picture: choose one in the diagram or the table.")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_4)
        layout.setSpacing(theme.SPACE_3)
        layout.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.image, self.caption, self.problem, self.sees, self.note):
            layout.addWidget(part)
        layout.addWidget(self.weights, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.layers)
        layout.addStretch(1)
        photograph.changed.connect(self.refresh)
        self.refresh()

    @property
    def guesses(self) -> list[str]:
        """The names that are shown, the most probable first."""
        return [name.text() for name, _, _ in self._rows if not name.isHidden()]

    @Slot()
    def refresh(self) -> None:
        """Show what the photograph is now."""
        photograph = self._photograph
        picture, guesses = photograph.picture, photograph.guesses
        self._show_picture(picture)
        self.problem.setText(photograph.problem)
        self.problem.setVisible(bool(photograph.problem))
        self.sees.setVisible(bool(guesses))
        for number, (name, bar, share) in enumerate(self._rows):
            there = number < len(guesses)
            for widget in (name, bar, share):
                widget.setVisible(there)
            if there:
                guess = guesses[number]
                known = guess.name != str(guess.place)
                name.setText(guess.name if known else self.tr("class {number}").format(number=guess.name))
                bar.setValue(round(_STEPS * guess.probability))
                bar.setAccessibleName(name.text())
                share.setText(labels.percent(guess.probability))
        self.note.setText(self._note(picture, bool(guesses)))
        self.note.setVisible(bool(self.note.text()))
        self.weights.setVisible(photograph.random)
        self.layers.setVisible(picture is not None)

    def _note(self, picture: Picture | None, seen: bool) -> str:
        photograph = self._photograph
        if picture is None:
            rows, columns = photograph.shape[1:]
            return self.tr(
                "Open a photograph: it is scaled, its middle of {rows} × {columns} pixels is cut out, and the network "
                "says what it sees."
            ).format(rows=rows, columns=columns)
        if photograph.random:
            return self.tr(
                "<b>The weights are random,</b> so the network knows nothing of pictures and its prediction would mean "
                "nothing. Open weights that were trained on such pictures."
            )
        if seen or photograph.problem:
            return ""
        return self.tr("Looking at it…")

    def _show_picture(self, picture: Picture | None) -> None:
        self.image.setVisible(picture is not None)
        self.caption.setVisible(picture is not None)
        if picture is None or picture is self._shown:
            return
        self._shown = picture
        image = _image(picture)
        scaled = image.scaled(
            _SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        self.image.setPixmap(QPixmap.fromImage(scaled))
        name = picture.origin.path.name if isinstance(picture.origin, FromFile) else ""
        size = " × ".join(map(str, picture.shape))
        self.caption.setText(self.tr("{name}, as the network gets it: {size}").format(name=name, size=size))
        self.image.setAccessibleName(self.caption.text())


def _image(picture: Picture) -> QImage:
    """A picture of three channels of numbers in 0..1, to be looked at."""
    rows, columns = picture.shape[1:]

    block = (picture.array.transpose(1, 2, 0).clip(0, 1) * 255).round().astype("uint8").tobytes()
    return QImage(block, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()


def _label(name: str, *, quiet: bool = False) -> QLabel:
    label = QLabel(objectName=name, wordWrap=True)
    label.setProperty("quiet", quiet)
    label.setMinimumWidth(1)
    return label
