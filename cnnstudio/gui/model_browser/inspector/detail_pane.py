"""The inspector: the selected layer, its numbers in its formulas, what it sees, what it costs."""

from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.analysis import runs
from cnnstudio.analysis.formulas import fully_connected
from cnnstudio.analysis.results import Analysis, Layer, Node, NodeKind, ReceptiveField
from cnnstudio.gui import labels, language, theme
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.inspector import layer_formulas
from cnnstudio.gui.model_browser.inspector.layer_formulas import Missed
from cnnstudio.gui.model_browser.inspector.receptive_field_view import ReceptiveFieldView
from cnnstudio.gui.model_browser.predicting import Predicting
from cnnstudio.gui.model_browser.selection import Selected, Selection
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.gui.widgets import typesetting
from cnnstudio.gui.widgets.formula_view import FormulaView, Line
from cnnstudio.gui.widgets.section import Section
from cnnstudio.lessons.asked import Thing

_HIDDEN: list[Line] = [Line(typesetting.result(HIDDEN), HIDDEN)]
_MOST_ALIKE = 8
_MOST_PARTS = 6


class DetailPane(QWidget):
    """Shows one layer; links in it select others."""

    revealRequested = Signal(str)  # path

    def __init__(
        self, selection: Selection, parent: QWidget | None = None, *, predicting: Predicting | None = None
    ) -> None:
        super().__init__(parent, objectName="models-detail")
        self._selection = selection
        self._predicting = predicting or Predicting(parent=self)
        self._analysis: Analysis | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_4)
        layout.setSpacing(theme.SPACE_4)

        head = QVBoxLayout()
        head.setSpacing(2)
        self.title = _label("models-detail-title")
        self.title.setFont(theme.font(1.25, bold=True))
        self.path = _label("models-detail-path", quiet=True)
        self.flow = _label("models-detail-flow")
        self.note = _label("models-detail-note", quiet=True)
        self.run = _label("models-detail-run", quiet=True)
        for widget in (self.title, self.path, self.flow, self.note, self.run):
            head.addWidget(widget)
        self.open = QPushButton(self.tr("Open in the playground"), objectName="models-open-layer")
        self.open.setToolTip(self.tr("The layer with its own weights and its own input, to be changed by hand"))
        self.open.clicked.connect(lambda: selection.open(self._analysis, selection.current.path))
        layout.addLayout(head)
        layout.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)

        self._size, self.size_formula = self._formula_section(self.tr("Output size"), "models-formula-size")
        self._params, self.params_formula = self._formula_section(self.tr("Parameters"), "models-formula-parameters")
        self.params_note = _label("models-parameters-note", quiet=True)
        self._params.add(self.params_note)
        self._macs, self.macs_formula = self._formula_section(
            self.tr("Multiply-accumulates (MACs)"), "models-formula-macs"
        )
        self.macs_note = _label("models-macs-note", quiet=True)
        self._macs.add(self.macs_note)
        self._dense = Section(self.tr("If it were fully connected"))
        self.dense_formula = FormulaView("models-formula-dense")
        self.dense_note = _label("models-dense-note", quiet=True)
        self._dense.add(self.dense_formula)
        self._dense.add(self.dense_note)
        self._parts = Section(self.tr("Made of"))
        self.parts = _label("models-parts")
        self.parts.linkActivated.connect(self._select_path)
        self._parts.add(self.parts)
        self._sees = Section(self.tr("Receptive field"))
        self.receptive_field = ReceptiveFieldView()
        self.receptive_field_note = _label("models-receptive-field-note", quiet=True)
        self._sees.add(self.receptive_field)
        self._sees.add(self.receptive_field_note)
        self._alike = Section(self.tr("Built alike"))
        self.alike = _label("models-alike")
        self.alike.linkActivated.connect(self._select_path)
        self._alike.add(self.alike)
        self.whole = QPushButton(self.tr("Show the whole network"), objectName="models-select-network")
        self.whole.setProperty("flat", True)
        self.reveal = QPushButton(self.tr("Show in the diagram"), objectName="models-reveal")
        self.reveal.setProperty("flat", True)
        self.reveal.clicked.connect(lambda: self.revealRequested.emit(self._selection.current.path))
        self.whole.clicked.connect(lambda: self._selection.select(""))
        sections = (self._size, self._params, self._macs, self._dense, self._parts, self._sees, self._alike)
        for section in sections:
            layout.addWidget(section)
        layout.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        # Until a network has been analysed there is nothing to say.
        for part in (self.open, *sections, self.reveal, self.whole):
            part.hide()
        selection.changed.connect(self._show)
        self._predicting.changed.connect(self._again)
        theme.manager().changed.connect(self._again)

    def show_analysis(self, analysis: Analysis) -> None:
        """Show a layer of this network from now on."""
        self._analysis = analysis
        self._show(self._selection.current)

    @Slot()
    def _again(self) -> None:
        self._show(self._selection.current)

    @Slot(object)
    def _show(self, selected: Selected) -> None:
        analysis = self._analysis
        if analysis is None or selected.path not in analysis.layers:
            return
        layer = analysis.layers[selected.path]
        node = analysis.graph.nodes[selected.node] if selected.node is not None else None
        self.whole.setVisible(selected != Selected())
        self.open.setVisible(node is None and self._selection.opens(analysis, layer.path))
        self.reveal.setVisible(bool(selected.path) and layer.calls > 0)
        if node is not None:
            self._show_step(node, analysis)
            return
        self.title.setText(layer.type if layer.path else language.say(analysis.title))
        self.path.setText(layer.path)
        self.path.setVisible(bool(layer.path))
        self.flow.setText(_flow(layer, hidden=self._predicting.hides(layer, Thing.SHAPE)))
        self.flow.setVisible(bool(self.flow.text()))
        self._show_note(layer)
        self._show_run(layer, analysis)
        self._show_size(layer)
        self._show_parameters(layer, analysis)
        self._show_macs(layer, analysis)
        self._show_dense(layer)
        self._show_parts(layer)
        self._show_receptive_field(layer, analysis)
        self._show_alike(layer, analysis)

    def _show_step(self, node: Node, analysis: Analysis) -> None:
        """What is no layer: a function, the input, the output."""
        nodes = analysis.graph.nodes
        name = words.function_name(node.label)
        notes = {
            "+": self.tr(
                "Adds its inputs number by number. In a residual block one of them is the block's own input, so that "
                "the layers between only learn what has to change."
            ),
            "×": self.tr("Multiplies its inputs number by number."),
            words.function_name("cat"): self.tr(
                "Puts its inputs one behind the other along the channels; rows and columns stay as they are."
            ),
        }
        if node.kind is NodeKind.INPUT:
            name, note = self.tr("Input"), self.tr("Channels × rows × columns of the picture.")
        elif node.kind is NodeKind.OUTPUT:
            name, note = self.tr("Output"), self.tr("What the network gives: one number for each class, the logits.")
        else:
            note = notes.get(name, "")
        self.title.setText(name)
        self.path.setText(self.tr("called by {path}").format(path=node.path or language.say(analysis.title)))
        self.path.setVisible(node.kind is NodeKind.FUNCTION)
        into = [words.shape(nodes[number].output_shape) for number in node.inputs]
        self.flow.setText("\n".join([*into, f"→ {words.shape(node.output_shape)}"]))
        self.flow.show()
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.run.hide()
        for section in (self._size, self._params, self._macs, self._dense, self._parts, self._alike):
            section.hide()
        field = node.receptive_field
        self._sees.setVisible(field is not None)
        if field is not None:
            self._draw_receptive_field(field, node.output_shape, analysis)

    def _show_note(self, layer: Layer) -> None:
        notes = []
        if layer.auxiliary:
            notes.append(self.tr("Takes part in training only; its MACs are not counted."))
        if layer.calls > 1:
            notes.append(labels.amount(layer.calls, "Called {n} time.", "Called {n:,} times."))
        if layer.calls == 0 and layer.path and not layer.children:
            notes.append(self.tr("Was not called for this input."))
        self.note.setText(labels.in_turn(notes))
        self.note.setVisible(bool(notes))

    def _show_run(self, layer: Layer, analysis: Analysis) -> None:
        """Of a block that is shown as one with its equal neighbours: what the figures here are of, and all together."""
        run = runs.around(analysis, layer.path)
        self.run.setVisible(run is not None)
        if run is None:
            return
        if run.is_one_block:
            text = self.tr("Shown as one, × {count}; the figures here are of all calls.")
        else:
            text = self.tr("{blocks} are shown as one, × {count}; the figures here are of {path} alone.")
        head = text.format(count=len(run), blocks=words.run_names(run), path=layer.path)
        hidden = self._predicting.hides_run(run, Thing.PARAMETERS, Thing.MACS)
        self.run.setText("\n".join([head, *([] if hidden else words.run_figures(run))]))

    def _missed(self, layer: Layer, thing: Thing) -> tuple[bool, Missed | None]:
        """Whether a result is hidden, and how its formula is shown where a prediction was wrong."""
        wrong = self._predicting.wrong(layer, thing)
        slip = wrong.slip.name if wrong is not None and wrong.slip is not None else ""
        return self._predicting.hides(layer, thing), None if wrong is None else Missed(slip)

    def _show_size(self, layer: Layer) -> None:
        hidden, missed = self._missed(layer, Thing.SHAPE)
        lines = layer_formulas.output_size(layer, missed)
        self._fill(self._size, self.size_formula, _HIDDEN if hidden and missed is None and lines else lines)

    def _show_parameters(self, layer: Layer, analysis: Analysis) -> None:
        shared = words.shared(layer)
        self._params.setVisible(layer.total_params > 0 or bool(shared))
        hidden, missed = self._missed(layer, Thing.PARAMETERS)
        if hidden:
            self.params_formula.show_lines(layer_formulas.parameters(layer, missed) if missed else _HIDDEN)
            self.params_note.setText(shared)
            return
        self.params_formula.show_lines(layer_formulas.parameters(layer))
        share = labels.share(layer.share, 2)
        if layer.children:
            if layer.path:
                text = self.tr("{count} with everything inside, {share} of the network.").format(
                    count=labels.integer(layer.total_params), share=share
                )
            else:
                text = self.tr("{count}; {size} in float32.").format(
                    count=labels.integer(layer.total_params), size=labels.data_size(analysis.parameter_bytes)
                )
            frozen = layer.total_params - analysis.trainable_params
            if not layer.path and frozen:
                fixed = labels.amount(frozen, "{n} of them is fixed.", "{n:,} of them are fixed.")
                text = labels.in_turn([text, fixed])
        else:
            text = self.tr("{share} of the network.").format(share=share)
        self.params_note.setText(labels.in_turn([shared, text if layer.total_params else ""]))

    def _show_macs(self, layer: Layer, analysis: Analysis) -> None:
        uncounted = analysis.uncounted.get(layer.path, ())
        self._macs.setVisible(layer.macs > 0 or bool(uncounted))
        hidden, missed = self._missed(layer, Thing.MACS)
        if hidden:
            self.macs_formula.show_lines(layer_formulas.macs(layer, missed) if missed else _HIDDEN)
            self.macs_note.setText("")
            return
        self.macs_formula.show_lines([] if layer.children else layer_formulas.macs(layer))
        if layer.path == "":
            text = self.tr("{count} for one pass; outputs take {memory}.").format(
                count=labels.integer(layer.macs), memory=labels.data_size(analysis.activation_bytes)
            )
        else:
            text = self.tr("{share} of the network; its output takes {memory}.").format(
                share=labels.share(layer.mac_share, 2), memory=labels.data_size(layer.activation_bytes)
            )
            if layer.children:
                text = labels.details([labels.integer(layer.macs), text])
        if layer.path == "":
            text = labels.in_turn([text, *analysis.remarks])
        elif uncounted:
            others = self.tr("Not counted: {operators}.").format(operators=labels.listed(uncounted))
            text = labels.in_turn([text, others])
        self.macs_note.setText(text)

    def _show_dense(self, layer: Layer) -> None:
        cost = fully_connected(layer) if layer.type.startswith("Conv") and layer.own_params else None
        told = cost is not None and not self._predicting.hides(layer, Thing.SHAPE, Thing.PARAMETERS)
        lines, note = layer_formulas.dense(layer, cost) if cost is not None and told else ([], "")
        self._fill(self._dense, self.dense_formula, lines)
        self.dense_note.setText(note)

    def _show_parts(self, layer: Layer) -> None:
        self._parts.setVisible(bool(layer.children) and not self._predicting.hides(layer, Thing.PARAMETERS))
        rows = []
        for child in layer.children[:_MOST_PARTS]:
            share = escape(words.share(child.total_params / (layer.total_params or 1)))
            rows.append(
                f"<tr><td>{words.link(child.path, child.name)}&nbsp;</td>"
                f"<td>{child.type}&nbsp;</td><td align='right'>{share}</td></tr>"
            )
        more = len(layer.children) - _MOST_PARTS
        tail = self.tr("and {count} more").format(count=more) if more > 0 else ""
        self.parts.setText(f"<table cellspacing='0' cellpadding='2'>{''.join(rows)}</table>{tail}")

    def _show_receptive_field(self, layer: Layer, analysis: Analysis) -> None:
        field = None if self._predicting.hides(layer, Thing.FIELD) else layer.receptive_field
        self._sees.setVisible(field is not None)
        if field is not None:
            self._draw_receptive_field(field, layer.output_shape, analysis)

    def _draw_receptive_field(
        self, field: ReceptiveField, output_shape: tuple[int, ...] | None, analysis: Analysis
    ) -> None:
        rows, columns = analysis.input_shape[1:]
        spatial = field.units or (
            (output_shape[2], output_shape[3]) if output_shape and len(output_shape) == 4 else (1, 1)
        )
        self.receptive_field.show_receptive_field(field, (rows, columns), spatial)
        self.receptive_field_note.setText(self._receptive_field_text(field, rows, columns))

    def _receptive_field_text(self, field: ReceptiveField, rows: int, columns: int) -> str:
        size = words.receptive_field(field)
        if field.units is not None and 0 in field.units:
            return self.tr("There is no output.")
        if field.covers(rows, columns):
            if field.at_most:
                return self.tr("An output may depend on the whole input; on which part of it is not known.")
            return self.tr("Every output depends on the whole input.")
        if field.stride == (0, 0):
            top, left, bottom, right = field.box(0, 0, rows, columns)
            return self.tr("Every output depends on the same {rows} × {columns} pixels of the input.").format(
                rows=bottom - top, columns=right - left
            )
        step = labels.number(field.stride[1])
        if field.every[1] == 1:
            text = self.tr(
                "One output depends on {size} input pixels, its neighbour (dashed) on as many, {step} px further."
            ).format(size=size, step=step)
        elif field.every[1] > 1:
            text = self.tr(
                "The output in the middle depends on {size} input pixels; "
                "the receptive fields move {step} px every {every} outputs."
            ).format(size=size, step=step, every=field.every[1])
        else:
            text = self.tr(
                "The output in the middle depends on {size} input pixels; "
                "neighbours are about {step} px apart, unevenly."
            ).format(size=size, step=step)
        if field.size[0] > rows or field.size[1] > columns:
            text = labels.in_turn([text, self.tr("That is more than the picture: at its edge it takes in padding.")])
        return text

    def _show_alike(self, layer: Layer, analysis: Analysis) -> None:
        alike = analysis.equal_layers(layer.path) if layer.path and (layer.total_params or layer.children) else ()
        self._alike.setVisible(bool(alike))
        links = [words.link(other.path, other.path) for other in alike[:_MOST_ALIKE]]
        more = len(alike) - _MOST_ALIKE
        if more > 0:
            links.append(labels.amount(more, "{n} more", "{n:,} more"))
        self.alike.setText(labels.all_of(links) if more > 0 else labels.listed(links))

    @Slot(str)
    def _select_path(self, path: str) -> None:
        self._selection.select(path)

    def _formula_section(self, title: str, name: str) -> tuple[Section, FormulaView]:
        section = Section(title)
        formula = FormulaView(name)
        section.add(formula)
        return section, formula

    def _fill(self, section: Section, formula: FormulaView, lines: list[Line]) -> None:
        formula.show_lines(lines)
        section.setVisible(bool(lines))


def _label(name: str, *, quiet: bool = False) -> QLabel:
    label = QLabel(objectName=name, wordWrap=True)
    label.setProperty("quiet", quiet)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    return label


def _flow(layer: Layer, *, hidden: bool) -> str:
    if not layer.output_shape:
        return ""
    return f"{words.shape(layer.input_shape)} → {HIDDEN if hidden else words.shape(layer.output_shape)}"
