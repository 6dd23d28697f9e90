"""The smallest weights set to zero: a share of the opened layer's, and of the whole network's."""

from time import monotonic

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QLabel, QSlider, QWidget

from cnnstudio.gui import labels
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.opening import Opening, Zeros
from cnnstudio.gui.widgets.section import Section

_STEPS = 100
_PAUSE_S = 1.0


class PruningSlider(QSlider):
    """Percent of the weights; what is dragged in one go, or stepped without a pause, is one gesture."""

    def __init__(self, name: str, title: str, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent, objectName=name, minimum=0, maximum=_STEPS)
        self.setAccessibleName(title)
        self.setPageStep(10)
        self._model = model
        self._gesture = -1
        self._moved = -_PAUSE_S
        self.sliderPressed.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        self._gesture = self._model.new_gesture()
        self._moved = monotonic()

    def gesture(self) -> int:
        """The key of the gesture that goes on."""
        if not self.isSliderDown() and monotonic() - self._moved > _PAUSE_S:
            self._begin()
        self._moved = monotonic()
        return self._gesture


class PruningSection(Section):
    """Two sliders, and how many weights are zero."""

    def __init__(self, opening: Opening, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Smallest weights set to zero"), parent)
        self.setObjectName("play-opened-pruning")
        self._opening = opening
        self._setting = False
        self.layer = PruningSlider("play-opened-prune-layer", self.tr("Share of this layer"), model)
        self.network = PruningSlider("play-opened-prune-network", self.tr("Share of the network"), model)
        self.layer_label = self.add_row(self.tr("This layer"), self.layer)
        self.add_row(self.tr("Network"), self.network)
        self.figures = QLabel(objectName="play-opened-zeros", wordWrap=True)
        self.figures.setProperty("quiet", True)
        self.add(self.figures)
        self.layer.valueChanged.connect(lambda value: self._prune(value, self.layer, whole=False))
        self.network.valueChanged.connect(lambda value: self._prune(value, self.network, whole=True))
        opening.looked.connect(self._refresh)
        self._refresh()

    def _prune(self, percent: int, slider: PruningSlider, *, whole: bool) -> None:
        if not self._setting:
            self._opening.prune(percent / _STEPS, whole=whole, gesture=slider.gesture())

    @Slot()
    def _refresh(self) -> None:
        seen = self._opening.seen
        if seen is None:
            return
        self._setting = True
        for slider, whole in ((self.layer, False), (self.network, True)):
            if not slider.isSliderDown():
                slider.setValue(round(self._opening.share(whole=whole) * _STEPS))
        self._setting = False
        has_weights = seen.layer_zeros.total > 0
        self.layer.setVisible(has_weights)
        self.layer_label.setVisible(has_weights)
        lines = [_sentence(self.tr("{zero} of {total} weights of the network are zero, {share}"), seen.network_zeros)]
        if has_weights:
            words = self.tr("{zero} of {total} weights of this layer are zero, {share}")
            lines.insert(0, _sentence(words, seen.layer_zeros))
        if self._opening.keeps_typed:
            # Else 199 zeros where 200 were asked for look like a mistake.
            lines.append(self.tr("Weights that were typed keep their values."))
        self.figures.setText("\n".join(lines))


def _sentence(words: str, zeros: Zeros) -> str:
    share = zeros.zero / zeros.total if zeros.total else 0.0
    trace = QCoreApplication.translate("PruningSection", "less than 0.1 %")
    return words.format(
        zero=labels.integer(zeros.zero),
        total=labels.integer(zeros.total),
        share=trace if 0 < share < 0.0005 else labels.share(share),
    )
