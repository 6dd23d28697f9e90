"""Who reads and what it is worth, why not another, and what can be done about it."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.convolution.opened_layer import OPENABLE
from cnnstudio.gui import errors, labels, language, names, theme
from cnnstudio.gui.digit_canvas.room_reader import Standing
from cnnstudio.gui.studio import EditFigure
from cnnstudio.networks.consent import ConsentError
from cnnstudio.networks.reference import PythonNetwork, known_to_fit
from cnnstudio.networks.trials import TRAINS_ON_DIGITS
from cnnstudio.weights.loading import Loaded
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace.current import Current


class ReaderNote(QWidget):
    """One or two sentences, and below them only the buttons that mend something."""

    useAsked = Signal()  # make what reads the current network
    builtInAsked = Signal()  # read with the network that came with the program
    untrainedAsked = Signal()  # read with the current one although it has not learnt
    trainAsked = Signal()
    agreeAsked = Signal()  # run the user's own class
    stopAsked = Signal()  # try the user's own class no longer
    layerAsked = Signal(str)  # open this layer, which was changed by hand, in the playground

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-reader-note")
        self._figure: EditFigure | None = None
        self.about = QLabel(wordWrap=True, objectName="draw-weights-about")
        self.about.setProperty("quiet", True)
        self._agree = self._button("draw-reader-run", self.agreeAsked)
        self._stop = self._button("draw-reader-stop", self.stopAsked)
        self._stop.setText(self.tr("Cancel"))
        self._use = self._button("draw-reader-use", self.useAsked)
        self._use.setText(self.tr("Make it the current network"))
        self._built_in = self._button("draw-reader-built-in", self.builtInAsked)
        self._built_in.setText(self.tr("Read with the built-in network"))
        self._train = self._button("draw-reader-train", self.trainAsked)
        self._untrained = self._button("draw-reader-untrained", self.untrainedAsked)
        self._untrained.setText(self.tr("Read with random weights"))
        self._edited_layer = ""
        self._edited = QPushButton(objectName="draw-reader-edited")
        self._edited.setProperty("flat", True)
        self._edited.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._edited.clicked.connect(lambda: self.layerAsked.emit(self._edited_layer))
        self._edited.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_1)
        layout.addWidget(self.about)
        for button in (self._agree, self._stop, self._edited, self._use, self._untrained, self._built_in, self._train):
            layout.addWidget(button)

    def show_standing(self, standing: Standing, current: Current, figure: EditFigure | None = None) -> None:
        """Show who reads, while the studio is about ``current``; ``figure`` is what its edits were measured to be."""
        self._figure = figure
        self._show_edited(standing.reads)
        text = self._text(standing, current)
        self.about.setText(text)
        self.about.setVisible(bool(text))
        reads = standing.reads
        other = reads is not None and (reads.network, reads.weights) != (current.network, current.weights)
        if reads is not None:
            tip = self.tr("{network} is shown in the other rooms then, too.")
            self._use.setToolTip(tip.format(network=language.say(reads.network.title)))
        random = reads is not None and isinstance(reads.weights, Initial) and not standing.loading
        # What does not read digits at all is not taught to by training it here.
        reads_digits = standing.why_not is None and standing.tried is None
        self._stop.setVisible(standing.tried is not None)
        self._use.setVisible(other and not standing.loading)
        self._untrained.setVisible(standing.stands_in and reads_digits)
        nobody = reads is None and standing.problem is not None and not standing.learning
        self._built_in.setVisible(random or nobody)
        self._train.setText(self.tr("Train {network}").format(network=language.say(current.network.title)))
        trains = reads_digits and known_to_fit(current.network, TRAINS_ON_DIGITS)
        self._train.setVisible(trains and ((random and not other) or standing.stands_in))
        asks = isinstance(current.network, PythonNetwork) and isinstance(standing.why_not, ConsentError)
        self._agree.setText(self.tr("Run {network}").format(network=language.say(current.network.title)))
        self._agree.setVisible(asks)

    def _text(self, standing: Standing, current: Current) -> str:
        reads, wanted = standing.reads, standing.wanted
        reader = "" if reads is None else language.say(reads.network.title)
        sentences: list[str] = []
        if standing.tried is not None:
            tried = self.tr("{network} is being tried: whether it reads digits is not known yet.")
            sentences.append(tried.format(network=language.say(standing.tried.title)))
        if standing.problem is not None and reads is not None:
            sentences.append(
                self.tr("Read by {network}: {reason}").format(network=reader, reason=errors.sentence(standing.problem))
            )
        elif standing.why_not is not None and reads is not None:
            sentences.append(
                self.tr("Read by {network}: {reason}").format(network=reader, reason=errors.sentence(standing.why_not))
            )
            if isinstance(reads.weights, Initial):
                sentences.append(self.tr("{network} has not learnt yet.").format(network=reader))
            sentences.append(self._changed_by_hand(reads))
        elif standing.learning:
            sentences.append(self.tr("The network as it learns: the predictions change with it."))
        elif standing.loading:
            sentences.append(self.tr("{network} is being loaded.").format(network=language.say(wanted.network.title)))
        elif reads is not None:
            sentences.append(self._worth(standing))
        if standing.stands_in and reads is not None and standing.problem is None and standing.why_not is None:
            sentences.append(
                self.tr("{network} has to be trained before it can read.").format(
                    network=language.say(current.network.title)
                )
            )
        return labels.in_turn(sentences)

    def _worth(self, standing: Standing) -> str:
        reads = standing.reads
        assert reads is not None
        if isinstance(reads.weights, Initial):
            weights = names.weights(reads.weights)
            worth = self.tr("{weights}: it has not learnt yet.").format(weights=weights[:1].upper() + weights[1:])
        else:
            worth = names.worth_of(reads.metadata) or self.tr("How well it reads is not known.")
        return labels.in_turn([worth, *reads.remarks, self._changed_by_hand(reads)])

    def _changed_by_hand(self, reads: Loaded) -> str:
        if not reads.edits:
            return ""
        figure = self._figure
        if figure is None:
            return self.tr("Its weights were changed by hand; the playground measures what that is worth.")
        of_set = self.tr("of the {set} test pictures")
        if not figure.done:
            of_set = self.tr("of the first {count} {set} test pictures")
        return self.tr("Its weights were changed by hand: it reads {after} {of_set} now, {before} before.").format(
            after=labels.share(figure.after, 2),
            before=labels.share(figure.before, 2),
            of_set=of_set.format(set=language.say(figure.title), count=labels.integer(figure.count)),
        )

    def _show_edited(self, reads: Loaded | None) -> None:
        """Offer the way to the first layer that was changed by hand and can be opened."""
        layers = () if reads is None else reads.edits.layers
        modules = {} if reads is None or not layers else dict(reads.module.named_modules())
        openable = (path for path in layers if type(modules.get(path)).__name__ in OPENABLE)
        self._edited_layer = next(openable, "")
        self._edited.setText(self.tr("Open {layer}").format(layer=self._edited_layer))
        self._edited.setToolTip(self.tr("The layer that was changed by hand, in the playground"))
        self._edited.setVisible(bool(self._edited_layer))

    def _button(self, name: str, asked: SignalInstance) -> QPushButton:
        button = QPushButton(objectName=name)
        button.setProperty("flat", True)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(asked)
        button.hide()
        return button
