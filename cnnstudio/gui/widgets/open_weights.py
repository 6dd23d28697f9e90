"""Opening a file of weights, the program's own or another's: which network it goes into, how its pictures are scaled.

The program's own files open at once. A pickle is asked about first and then read by a process of its own. Of what
another program wrote, the user sees whether it fits and chooses network and scaling; it is kept in the library.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, labels, language, theme
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.generator_worker import GeneratorJob
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import catalogue, reference, trials
from cnnstudio.networks.reference import CatalogueNetwork, ExportedNetwork, NetworkRef, PythonNetwork
from cnnstudio.weights.reference import WeightsFile, WeightsRef

if TYPE_CHECKING:
    from cnnstudio.weights.elsewhere import Content, Fit

_WIDTH = 560
_MOST_LISTED = 500  # names of each sort


@dataclass(frozen=True, slots=True)
class _Own:
    """A file of the program's own, which says what it is."""

    network: NetworkRef
    weights: WeightsRef


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """Which of these networks a content fits: the first that it does, or else the first.

    Attributes:
        content: what the file holds.
        networks: at least one.
    """

    content: "Content"
    networks: tuple[NetworkRef, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The result of an import.

    Attributes:
        fit: the content beside the network.
        scalings: the names of those that its pictures can have.
        scaling: the name of the usual one.
        names_imagenet: whether its outputs may be ImageNet's classes.
    """

    fit: "Fit"
    scalings: tuple[str, ...]
    scaling: str
    names_imagenet: bool


def open_weights(studio: Studio, parent: QWidget, file: Path | None = None) -> "OpenWeights | None":
    """Open a file of weights, or let the user choose one; what is opened becomes current. None if nothing was chosen.

    The dialog comes only where there is something to ask; it is returned at once and deletes itself.
    """
    if file is None:
        name, _ = QFileDialog.getOpenFileName(
            parent,
            QCoreApplication.translate("OpenWeights", "Open weights"),
            "",
            QCoreApplication.translate("OpenWeights", "Weights (*.safetensors *.pt *.pth *.bin *.ckpt);;All files (*)"),
        )
        if not name:
            return None
        file = Path(name)
    dialog = OpenWeights(studio, file, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _reading(file: Path, agreed: bool) -> Iterator["_Own | Content | None"]:
    from cnnstudio.weights import elsewhere, loading, places

    if elsewhere.is_own(file):
        weights = places.reference_of(file)
        network = loading.network_of(weights)
        if network is not None:
            if not isinstance(network, PythonNetwork) or network.agreed:
                loading.load(network, weights)  # so that what is damaged never becomes current
            yield _Own(network, weights)
            return
    yield from elsewhere.steps(file, agreed=agreed)


def _fitting(question: _Question) -> _Found:
    from cnnstudio.weights import elsewhere

    first, best = None, None
    for network in question.networks:
        try:
            trials.check_ends(network)
            fit = elsewhere.fit(question.content, network)
        except StudioError:
            if first is None:
                raise
            continue  # a class of the user's that cannot be built
        first = first or fit
        if not fit.differences:
            best = fit
            break
    chosen = best or first
    assert chosen is not None
    scalings, outputs = elsewhere.fitting_scalings(chosen.network), chosen.outputs
    return _Found(
        chosen,
        scalings,
        elsewhere.usual_scaling(chosen.network),
        outputs == elsewhere.IMAGENET_CLASSES and "imagenet" in scalings,
    )


def _keeping(fit: "Fit", scaling: str, imagenet: bool) -> Iterator[Path]:
    from cnnstudio.weights import elsewhere

    names = elsewhere.imagenet_names() if imagenet else ()
    yield elsewhere.keep(fit, elsewhere.SCALINGS[scaling], names)


class OpenWeights(QDialog):
    """Three faces: a question about a pickle, that it is being read, and what it holds beside a network."""

    opened = Signal(object)  # WeightsRef, which is current now

    def __init__(self, studio: Studio, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="weights-dialog")
        self._studio = studio
        self._file = file.absolute()
        self._content: Content | None = None
        self._found: _Found | None = None
        self._setting = self._over = False
        self._job = GeneratorJob(self, name="open-weights")
        self._job.batch.connect(self._on_batch)
        self._job.failed.connect(self._on_failed)
        self._fitter = LatestWins(_fitting, self, name="fit-weights")
        self._fitter.result.connect(self._on_fit)
        self._fitter.failed.connect(self._on_misfit)
        self.setWindowTitle(self.tr("Open weights"))

        self.title = QLabel(file.name, objectName="weights-file", wordWrap=True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setMinimumWidth(1)
        self.title.setFont(theme.font(1.25, bold=True))
        self.faces = QStackedWidget()
        self._layouts: dict[QWidget, QVBoxLayout] = {}
        self._waiting = self._build_waiting()
        self._asking = self._build_asking()
        self._choosing = self._build_choosing()
        for face in (self._waiting, self._asking, self._choosing):
            self.faces.addWidget(face)
        self.problem = QLabel(objectName="weights-problem", wordWrap=True, visible=False)
        self.problem.setProperty("tone", "bad")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setMinimumWidth(1)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.agree = QPushButton(self.tr("Open the pickle"), objectName="weights-agree", visible=False)
        self.agree.clicked.connect(self._read_agreed)
        self.accept_button = QPushButton(self.tr("Open"), objectName="weights-open", visible=False)
        for button in (self.agree, self.accept_button):
            button.setProperty("primary", True)
        self.accept_button.clicked.connect(self._keep_weights)
        self.cancel = QPushButton(self.tr("Cancel"), objectName="weights-cancel")
        self.cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.cancel, self.agree, self.accept_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(4 * [theme.SPACE_6]))
        layout.setSpacing(theme.SPACE_4)
        layout.addWidget(self.title)
        layout.addWidget(self.faces, 1)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)
        self.resize(_WIDTH, self.sizeHint().height())
        theme.dress(self)  # a window of its own
        self._start_reading(agreed=False)

    # --- reading

    @property
    def busy(self) -> bool:
        """Whether a file is read or written, or put beside a network."""
        return self._job.busy or self._fitter.busy

    @property
    def told(self) -> str:
        """What is wrong, "" while all is well."""
        return self.problem.text() if not self.problem.isHidden() else ""

    def _start_reading(self, *, agreed: bool) -> None:
        self._show(self._waiting, self.tr("Reading…"))
        file = self._file
        self._job.start(lambda: _reading(file, agreed))

    @Slot()
    def _read_agreed(self) -> None:
        if not self.busy:
            self._start_reading(agreed=True)

    @Slot(object)
    def _on_batch(self, events: list[Any]) -> None:
        for event in events:
            if self._over:
                return
            if isinstance(event, _Own):
                self._choose(event.network, event.weights)
            elif isinstance(event, Path):
                assert self._found is not None
                self._choose(self._found.fit.network, WeightsFile(event))
            elif event is not None:
                self._on_content(event)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        from cnnstudio.weights.elsewhere import AgreementError

        if isinstance(error, AgreementError):
            self._show(self._asking)
            self.cancel.setFocus()
            return
        if self._content is not None:
            self._show(self._choosing)
        self._show_problem(error)

    def _show_problem(self, error: BaseException) -> None:
        self.problem.setText(errors.sentence(error))
        self.problem.show()
        self.bar.hide()
        self.state.setVisible(False)
        self._fit_height()

    # --- choosing

    def _on_content(self, content: "Content") -> None:
        self._content = content
        self._list_networks()
        listed = [self.networks.itemData(row) for row in range(self.networks.count())]
        first, own = listed[0], reference.agreed_classes()
        others = (network for network in listed[1:] if network in own or _reads_digits(network))
        self._show(self._waiting, self.tr("Looking which network it fits…"))
        self._fitter.request(_Question(content, (first, *others)))

    def _list_networks(self) -> None:
        """The current network, the last that reads digits, the user's own classes, those that do, and all others."""
        current = [self._studio.current.network, self._studio.digits.network, *reference.agreed_classes()]
        names = [CatalogueNetwork(spec.name) for spec in catalogue.specs()]
        names.sort(key=lambda network: not _reads_digits(network))
        self._setting = True
        self.networks.clear()
        seen: set[NetworkRef] = set()
        for network in (*current, *names):
            if network not in seen and not isinstance(network, ExportedNetwork):
                seen.add(network)
                self.networks.addItem(language.say(network.title), network)
        self._setting = False

    @Slot()
    def _on_network(self) -> None:
        if self._content is not None and not self._setting:
            self.accept_button.setEnabled(False)
            self._fitter.request(_Question(self._content, (self.networks.currentData(),)))

    @Slot(object)
    def _on_fit(self, found: _Found) -> None:
        self._found = found
        self._setting = True
        for row in range(self.networks.count()):
            if self.networks.itemData(row) == found.fit.network:
                self.networks.setCurrentIndex(row)
        former = self.scaling.currentData()
        self.scaling.clear()
        for name in found.scalings:
            self.scaling.addItem(_scaling_text(name), name)
        wanted = former if former in found.scalings and former != "unit" else found.scaling
        self.scaling.setCurrentIndex(self.scaling.findData(wanted))
        self._setting = False
        self.classes.setVisible(found.names_imagenet)
        self._classes_label.setVisible(found.names_imagenet)
        self.leave_out.setVisible(found.fit.only_extra)
        self.leave_out.setChecked(False)
        self._show(self._choosing)
        self._show_fit()

    @Slot(object)
    def _on_misfit(self, error: BaseException) -> None:
        self._show(self._choosing)
        self._found = None
        self.accept_button.setEnabled(False)
        self.listed.hide()
        self.leave_out.hide()
        self.verdict.setText("")
        self._show_problem(error)

    @Slot()
    def _show_fit(self) -> None:
        found = self._found
        if found is None:
            return
        fit = found.fit.without_extra() if self.leave_out.isChecked() else found.fit
        fits, title = not fit.differences, escape(language.say(fit.network.title))
        if fits:
            text = labels.amount(
                len(fit.tensors),
                "Its one tensor fits {network}.",
                "All {n:,} tensors fit {network}.",
                network=title,
            )
        else:
            text = self.tr("<b>It does not fit {network}.</b> Choose the network that it was trained for.").format(
                network=title
            )
        # What was done to make it fit is told where it fits; of what is refused nothing is taken.
        remarks = (*fit.content.remarks, *(fit.remarks if fits else ()))
        self.verdict.setText("<br>".join([text, *(escape(language.say(remark)) for remark in remarks)]))
        self.listed.setPlainText("" if fits else _listing(fit))
        self.listed.setVisible(not fits)
        self.accept_button.setEnabled(fits)
        self._fit_height()

    @Slot()
    def _keep_weights(self) -> None:
        found = self._found
        if found is None or self.busy:
            return
        fit = found.fit.without_extra() if self.leave_out.isChecked() else found.fit
        scaling, imagenet = self.scaling.currentData(), found.names_imagenet and bool(self.classes.currentData())
        self._show(self._waiting, self.tr("Keeping them in the library…"))
        self._job.start(lambda: _keeping(fit, scaling, imagenet))

    def _choose(self, network: NetworkRef, weights: WeightsRef) -> None:
        self._studio.choose(network, weights)
        self._studio.statusMessage.emit(self.tr("Opened {name}").format(name=self._file.name))
        self.opened.emit(weights)
        self.accept()

    # --- the dialog

    def done(self, result: int) -> None:
        """End what is going on, which needs no waiting for, and close."""
        self._over = True
        self._job.stop()
        if self._fitter.busy:
            self._fitter.cancel()
        else:
            self._fitter.shut_down()
        super().done(result)

    def _show(self, face: QWidget, state: str = "") -> None:
        self.faces.setCurrentWidget(face)
        self.state.setText(state)
        self.state.setVisible(True)
        self.bar.setVisible(face is self._waiting)
        self.problem.hide()
        self.agree.setVisible(face is self._asking)
        self.accept_button.setVisible(face is self._choosing)
        self._fit_height()

    def _fit_height(self) -> None:
        """As high as what is shown needs; a stack is as high as its highest face by itself."""
        for face, layout in self._layouts.items():
            face.setVisible(face is self.faces.currentWidget())
            if face is self.faces.currentWidget():
                width = _WIDTH - 2 * theme.SPACE_6
                flows = layout.hasHeightForWidth()
                self.faces.setFixedHeight(layout.heightForWidth(width) if flows else layout.sizeHint().height())
        self.adjustSize()
        self.resize(max(_WIDTH, self.width()), self.height())

    def _build_waiting(self) -> QWidget:
        face = QWidget()
        self.state = QLabel(objectName="weights-state")
        self.state.setProperty("quiet", True)
        self.bar = QProgressBar(objectName="weights-progress", textVisible=False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self.tr("The file is read"))
        column = self._layouts[face] = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.state)
        column.addWidget(self.bar)
        column.addStretch(1)
        return face

    def _build_asking(self) -> QWidget:
        face = QWidget()
        text = QLabel(objectName="weights-question", wordWrap=True)
        text.setText(
            self.tr(
                "<b>This file is a pickle,</b> a small program that rebuilds what was saved. It is read in a process "
                "of its own that takes tensors alone and runs nothing that the file asks for. Even so, open only a "
                "file from a source that you trust."
            )
        )
        column = self._layouts[face] = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(text)
        column.addStretch(1)
        return face

    def _build_choosing(self) -> QWidget:
        face = QWidget()
        self.networks = QComboBox(objectName="weights-network")
        self.networks.setAccessibleName(self.tr("Network that the weights go into"))
        self.networks.currentIndexChanged.connect(self._on_network)
        self.scaling = QComboBox(objectName="weights-scaling")
        self.scaling.setAccessibleName(self.tr("Scaling of the pictures that the weights want"))
        self.scaling.setToolTip(
            self.tr(
                "How the pictures were scaled that the weights were trained on; with another one they read nonsense"
            )
        )
        self.classes = QComboBox(objectName="weights-classes")
        self.classes.setAccessibleName(self.tr("Names of the classes"))
        self.classes.addItem(self.tr("ImageNet's 1,000, by name"), True)
        self.classes.addItem(self.tr("Numbers"), False)
        self._classes_label = QLabel(self.tr("Classes"))
        form = QFormLayout()
        form.setHorizontalSpacing(theme.SPACE_3)
        form.setVerticalSpacing(theme.SPACE_2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Network"), self.networks)
        form.addRow(self.tr("Input scaling"), self.scaling)
        form.addRow(self._classes_label, self.classes)
        self.verdict = QLabel(objectName="weights-verdict", wordWrap=True)
        self.verdict.setTextFormat(Qt.TextFormat.RichText)
        self.verdict.setMinimumWidth(1)
        self.listed = QPlainTextEdit(objectName="weights-list", readOnly=True)
        self.listed.setFont(theme.mono_font(0.9))
        self.listed.setFixedHeight(180)
        self.listed.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.listed.setAccessibleName(self.tr("Tensors that do not fit"))
        self.leave_out = QCheckBox(self.tr("Leave out what the network does not have"), objectName="weights-leave-out")
        self.leave_out.toggled.connect(self._show_fit)
        column = self._layouts[face] = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_3)
        column.addLayout(form)
        column.addWidget(self.verdict)
        column.addWidget(self.listed)
        column.addWidget(self.leave_out)
        column.addStretch(1)
        return face


def _reads_digits(network: NetworkRef) -> bool:
    return isinstance(network, CatalogueNetwork) and catalogue.get(network.name).trainable_on_digits


def _scaling_text(name: str) -> str:
    return {
        "unit": QCoreApplication.translate("OpenWeights", "0 to 1, as this program trains"),
        "mnist": QCoreApplication.translate("OpenWeights", "MNIST's mean 0.1307 and deviation 0.3081"),
        "imagenet": QCoreApplication.translate("OpenWeights", "ImageNet's mean and deviation of each colour"),
        "signed": QCoreApplication.translate("OpenWeights", "−1 to 1, as Google's Inception networks"),
    }[name]


def _listing(fit: "Fit") -> str:
    """What is missing, not known and of another shape, a name a line."""
    listed = fit.differences
    groups = (
        (QCoreApplication.translate("OpenWeights", "Missing in the file ({count})"), list(listed.missing)),
        (QCoreApplication.translate("OpenWeights", "Not in the network ({count})"), list(listed.extra)),
        (
            QCoreApplication.translate("OpenWeights", "Of another shape ({count})"),
            [f"{name}: {_times(found)} → {_times(wanted)}" for name, found, wanted in listed.misshapen],
        ),
    )
    parts = []
    for title, lines in groups:
        if lines:
            more = len(lines) - _MOST_LISTED
            shown = lines[:_MOST_LISTED] + (
                [QCoreApplication.translate("OpenWeights", "and {count} more").format(count=labels.integer(more))]
                if more > 0
                else []
            )
            parts.append("\n".join([title.format(count=labels.integer(len(lines))), *(f"  {line}" for line in shown)]))
    return "\n\n".join(parts)


def _times(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or "1"
