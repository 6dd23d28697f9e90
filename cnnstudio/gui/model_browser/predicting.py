"""Which figures of the network that is shown are hidden until they were predicted."""

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import QObject, Signal

from cnnstudio.analysis.results import Analysis, Layer
from cnnstudio.analysis.runs import Run
from cnnstudio.gui.language import translate
from cnnstudio.gui.predict_first import Asked, PredictFirst
from cnnstudio.lessons import asked
from cnnstudio.lessons.asked import Thing
from cnnstudio.lessons.slips import Verdict


class Predicting(QObject):
    """What the switch means for layers; without a switch nothing is hidden."""

    changed = Signal()

    def __init__(self, predict: PredictFirst | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._predict = predict
        self._analysis: Analysis | None = None
        if predict is not None:
            predict.changed.connect(self.changed)

    @property
    def on(self) -> bool:
        """Whether figures are hidden."""
        return self._predict is not None and self._predict.on

    def show_analysis(self, analysis: Analysis) -> None:
        """This network is shown from now on; what was predicted of another, or for another input, does not count."""
        self._analysis = analysis

    def hides(self, layer: Layer, *things: Thing) -> bool:
        """Whether one of these is hidden; of the network itself nothing is: its totals stand above."""
        if not self.on or not layer.path or self._predict is None:
            return False
        there = asked.things_of(layer)
        return any(thing in there and self._predict.hides(self._key(layer, thing)) for thing in things)

    def hides_run(self, run: Run, *things: Thing) -> bool:
        """The same of a row of equal blocks: what is said of all is known when it is known of one."""
        analysis = self._analysis
        if analysis is None:
            return False
        layers = [analysis.layers[path] for path in run.paths if path in analysis.layers]
        each = {Thing.PARAMETERS: layers[:1], Thing.MACS: layers[:1]}
        return any(self.hides(layer, thing) for thing in things for layer in each.get(thing, layers[-1:]))

    def wrong(self, layer: Layer, thing: Thing) -> Verdict | None:
        """What was said of a wrong prediction, as long as the figure is hidden."""
        return None if self._predict is None or not layer.path else self._predict.wrong(self._key(layer, thing))

    def asked_of(self, layer: Layer) -> list[Asked]:
        """What can be predicted of a layer."""
        analysis = self._analysis
        if analysis is None or not layer.path or not self.on:
            return []
        return [
            Asked(self._key(layer, thing), title(thing), partial(asked.of_layer, layer, analysis, thing))
            for thing in asked.things_of(layer)
        ]

    def _key(self, layer: Layer, thing: Thing) -> Hashable:
        of = self._analysis
        return ("models", of and (of.name, of.title, of.input_shape, of.batch, of.output_shape), layer.path, thing)


def title(thing: Thing) -> str:
    """What is asked for, in a word or two."""
    return {
        Thing.SHAPE: translate("models", "Output"),
        Thing.PARAMETERS: translate("models", "Parameters"),
        Thing.MACS: translate("models", "MACs"),
        Thing.FIELD: translate("models", "Receptive field"),
    }[thing]
