"""A whole number whose bounds follow the other parameters, and that says why it stops."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cnnstudio.convolution.geometry import LOWEST, entered, parameter
from cnnstudio.gui import labels, language
from cnnstudio.gui.playground import limits
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.widgets.number_field import WholeNumberBox, refusal


class StepBox(WholeNumberBox):
    """One parameter of the geometry. Steps over what does not fit; what is typed beyond the end goes to the end."""

    def __init__(self, model: PlaygroundModel, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-" + name.replace("_", "-"))
        self._model = model
        self._name = name
        self._title = title
        self._setting = False
        # The typed number may lie anywhere; `_typed` brings it to the nearest that fits.
        self.setRange(-9999, 9999)
        self.setAccessibleName(title)
        self.setMinimumWidth(58)
        self.valueChanged.connect(self._typed)
        self.refused.connect(lambda typed: self._show_reason(refusal(self, typed)))
        model.stateChanged.connect(self.refresh)
        self.refresh()

    @property
    def parameter(self) -> str:
        """Which parameter of `geometry.LOWEST` it is."""
        return self._name

    @Slot()
    def refresh(self) -> None:
        """Show the state's value."""
        value = parameter(self._model.state.geometry, self._name)
        # Setting what is shown already would still paint the box anew; there are fifteen of them.
        if self.toolTip():
            self.setToolTip("")
        if value != self.value() or self.text() != self.textFromValue(value):
            self._setting = True
            self.setValue(value)
            self._setting = False

    def fixup(self, text: str) -> str:
        """A number that is longer than any lies beyond the end, too."""
        value = labels.read_whole(text)
        return super().fixup(text) if value is None else str(min(max(value, self.minimum()), self.maximum()))

    def stepBy(self, steps: int) -> None:
        bounds = limits.bounds(self._model.state.geometry, self._name)
        value = now = parameter(self._model.state.geometry, self._name)
        for _ in range(abs(steps)):
            value = bounds.next(value, 1 if steps > 0 else -1)
        if value == now:
            self._show_reason(language.say(bounds.why_not_more if steps > 0 else bounds.why_not_less))
            return
        self._change_value(value)

    @Slot(int)
    def _typed(self, value: int) -> None:
        if self._setting:
            return
        now = parameter(self._model.state.geometry, self._name)
        bounds = limits.bounds(self._model.state.geometry, self._name)
        if value not in bounds.allowed:
            low, high = LOWEST[self._name], limits.HIGHEST[self._name]
            self._show_reason(
                language.say(bounds.why_not_more if value > now else bounds.why_not_less)
                or self.tr("Choose a number from {low} to {high}.").format(low=low, high=high)
            )
            toward = [each for each in bounds.allowed if min(now, value) <= each <= max(now, value)]
            value = (max(toward) if value > now else min(toward)) if toward else now
        if value == now:
            self.refresh()
        else:
            self._change_value(value)

    def _change_value(self, value: int) -> None:
        # Steps in one parameter that follow each other are undone together.
        gesture = 1_000_000 + list(LOWEST).index(self._name)
        text = self.tr("setting {parameter} to {value}").format(parameter=self._title, value=value)
        self._model.change(
            text, lambda state: state.with_geometry(entered(state.geometry, self._name, value)), gesture=gesture
        )
        self.refresh()

    def _show_reason(self, why: str) -> None:
        self.setToolTip(why)
        self._model.refused.emit(why)
