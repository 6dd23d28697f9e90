"""The channels of an opened layer: which are in front, and which output maps are switched off."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QTabBar, QWidget

from cnnstudio.convolution.opened_layer import SHOWN_OUTPUTS
from cnnstudio.gui import labels
from cnnstudio.gui.playground.map_list import Channels, MapModel
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.playground.thumbnails import Thumbnails
from cnnstudio.gui.widgets.number_field import WholeNumberBox, refusal
from cnnstudio.gui.widgets.section import Section

_ROWS = 2


class MapsSection(Section):
    """Pictures of all output maps or input channels; a click brings one to the front."""

    def __init__(self, opening: Opening, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Channels"), parent)
        self.setObjectName("play-opened-maps")
        self._opening = opening
        self._model = model
        self._setting = False
        self.output = WholeNumberBox(objectName="play-opened-output", minimum=1)
        self.output.setAccessibleName(self.tr("Output map in front"))
        self.input = WholeNumberBox(objectName="play-opened-input", minimum=1)
        self.input.setAccessibleName(self.tr("Input channel in front"))
        self.on = QCheckBox(objectName="play-opened-on")
        self.on.setToolTip(self.tr("A map that is switched off gives zeros to the layers behind it"))
        self.sides = QTabBar(objectName="play-opened-side", expanding=False, drawBase=False)
        self.sides.addTab(self.tr("Output maps"))
        self.sides.addTab(self.tr("Input channels"))
        self.outputs, self.inputs = MapModel(), MapModel()
        for each in (self.outputs, self.inputs):
            each.setParent(self)
        self.output_list = Thumbnails(self.outputs, "play-opened-output-maps", self.tr("Output maps"), _ROWS)
        self.input_list = Thumbnails(self.inputs, "play-opened-input-channels", self.tr("Input channels"), _ROWS)
        self.input_list.hide()
        fields = QWidget()
        form = QFormLayout(fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Output map"), self.output)
        form.addRow(self.tr("Input channel"), self.input)
        for widget in (fields, self.on, self.sides, self.output_list, self.input_list):
            self.add(widget)
        self.sides.currentChanged.connect(self._choose_side)
        self.output.valueChanged.connect(lambda number: self._choose_output(number - 1))
        self.input.valueChanged.connect(lambda number: self._choose_input(number - 1))
        for box in (self.output, self.input):
            box.refused.connect(lambda typed, box=box: model.refused.emit(refusal(box, typed)))
        self.on.clicked.connect(self._switch)
        for view in (self.output_list, self.input_list):
            view.clicked.connect(self._choose_picture)
            view.activated.connect(self._choose_picture)
        opening.looked.connect(self._refresh)
        opening.closed.connect(self._clear)
        model.positionChanged.connect(self._refresh_switch)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        seen = self._opening.seen
        if seen is None:
            return
        geometry, result, view = seen.look.view.geometry, seen.look.result, seen.look.view
        front, source = (result.outputs or (0,))[0], (result.inputs or (0,))[0]
        self._setting = True
        self.output.setMaximum(geometry.channels_out)
        self.output.setValue(front + 1)
        self.input.setMaximum(geometry.in_channels)
        self.input.setValue(source + 1)
        self.input.setEnabled(geometry.group_width > 1)
        self._setting = False
        self.sides.setTabVisible(1, geometry.group_width > 1)
        if geometry.group_width == 1:
            self.sides.setCurrentIndex(0)
        off = frozenset(self._opening.maps_off)
        key = (seen.layer.path, seen.layer.call, seen.picture)
        self.outputs.show(Channels(key, view.output, front, off))
        self.inputs.show(Channels(key, view.input, source))
        self._refresh_switch()

    @Slot()
    def _clear(self) -> None:
        self.outputs.show(None)
        self.inputs.show(None)

    @Slot()
    def _refresh_switch(self) -> None:
        if self._opening.seen is not None and self._model.opened:
            front = self._front()
            self.on.setText(self.tr("Map {number} switched on").format(number=labels.counted(front)))
            self.on.setChecked(front not in self._opening.maps_off)

    def _front(self) -> int:
        return self._model.output_number(self._model.out_channel)

    @Slot(bool)
    def _switch(self, on: bool) -> None:
        self._opening.switch(self._front(), on=on)

    @Slot(int)
    def _choose_side(self, side: int) -> None:
        self.output_list.setVisible(side == 0)
        self.input_list.setVisible(side == 1)

    @Slot("QModelIndex")
    def _choose_picture(self, index: object) -> None:
        row = index.row()  # type: ignore[attr-defined]
        if self.sides.currentIndex() == 0:
            self._choose_output(self.outputs.channel(row))
        else:
            self._choose_input(self.inputs.channel(row))

    def _choose_output(self, chosen: int) -> None:
        look = self._opening.look
        if self._setting or look is None:
            return
        outputs = look.result.outputs or ()
        self._model.pin(self._model.position.row, self._model.position.col, 0)
        if outputs[:1] == (chosen,):
            return
        others = [out for out in outputs if out != chosen]
        # Its strongest inputs are others than those of the map before.
        self._opening.show_channels((chosen, *others)[:SHOWN_OUTPUTS], ())

    def _choose_input(self, chosen: int) -> None:
        look = self._opening.look
        if self._setting or look is None:
            return
        outputs, inputs, view = look.result.outputs or (0,), look.result.inputs or (), look.view
        if chosen not in view.geometry.channels_read(outputs[0]):
            # Nobody in front looks at it: one that does comes to the front, too.
            outputs = (view.geometry.channels_reached(chosen).start,)
        others = [channel for channel in inputs if channel != chosen]
        self._opening.show_channels(outputs, (chosen, *others[: max(len(inputs) - 1, 0)]))
        self._model.bring_to_front(in_channel=0)
