"""The diagram as a scene: from an analysis and a set of opened blocks to boxes, frames and lines."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject, QPointF, QRectF, Signal, Slot
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from cnnstudio.analysis import view as views
from cnnstudio.analysis.layout import Layout, Rect, layout
from cnnstudio.analysis.results import Analysis, Node, NodeKind
from cnnstudio.analysis.view import Box, BoxKind, Frame, View
from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.diagram import flow, heat, miniature
from cnnstudio.gui.model_browser.diagram.faces import SPACING, Face, face, label, step_of
from cnnstudio.gui.model_browser.diagram.heat import Measure, Scale
from cnnstudio.gui.model_browser.diagram.items import BoxItem, Fonts, FrameItem, LinkItem, TitleItem
from cnnstudio.gui.model_browser.diagram.miniature import Miniature
from cnnstudio.gui.model_browser.predicting import Predicting
from cnnstudio.gui.model_browser.selection import Selected
from cnnstudio.gui.model_browser.words import Kind
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.lessons.asked import Thing

_MARGIN = 24.0
_SIDE_INSET = 12.0


class DiagramScene(QGraphicsScene):
    """Built anew whenever a block opens or closes; a few hundred boxes take milliseconds."""

    aboutToRebuild = Signal()
    rebuilt = Signal()
    recoloured = Signal()

    def __init__(self, parent: QObject | None = None, *, predicting: Predicting | None = None) -> None:
        super().__init__(parent)
        self._predicting = predicting or Predicting(parent=self)
        self._predicting.changed.connect(self._name_anew)
        self._analysis: Analysis | None = None
        self._opened: frozenset[str] = frozenset()
        self._measure = Measure.KIND
        self._selected = Selected()
        self._hovered: str | None = None
        self.view = View({}, {}, ())
        self.scale = Scale(Measure.KIND, 0.0, 0.0)
        self.has_skips = False
        self.boxes: dict[str, BoxItem] = {}
        self.frames: dict[str, FrameItem] = {}
        self.lines: list[QGraphicsItem] = []
        self._miniatures: dict[str, Miniature] = {}
        # Qt's index costs more than it saves while everything is replaced at once.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)

    @property
    def analysis(self) -> Analysis | None:
        """What is drawn."""
        return self._analysis

    @property
    def opened(self) -> frozenset[str]:
        """The blocks that are open."""
        return self._opened

    @property
    def measure(self) -> Measure:
        """What the boxes are coloured by."""
        return self._measure

    def show_analysis(self, analysis: Analysis, opened: Collection[str] | None = None) -> None:
        """Draw a network; without ``opened``, its blocks are closed."""
        if analysis is not self._analysis:
            self._miniatures = {}
        self._analysis = analysis
        self._opened = frozenset(views.containers(analysis.graph) if opened is None else opened)
        self._selected = Selected()
        self._build()

    def set_opened(self, opened: Collection[str]) -> None:
        """Open exactly these blocks."""
        if self._analysis is not None and frozenset(opened) != self._opened:
            self._opened = frozenset(opened)
            self._build()

    def set_measure(self, measure: Measure) -> None:
        """Colour the boxes by this."""
        self._measure = measure
        self._color()

    def show_selected(self, selected: Selected) -> None:
        """Mark what is selected and what is built like it."""
        self._selected = selected
        self._mark()

    def hover(self, identity: str | None) -> None:
        """Mark what is under the pointer: a box's id, ``frame:`` and a frame's key, or None."""
        if identity != self._hovered:
            self._hovered = identity
            self._mark()

    def standing(self) -> dict[str, QGraphicsItem]:
        """Boxes and frames by names that last: a layer keeps its name while blocks around it open and close."""
        return {**self.boxes, **{f"frame:{key}": item for key, item in self.frames.items()}}

    def kinds(self) -> set[Kind]:
        """The families of layers on the picture, those in the small pictures on closed blocks too."""
        found = set()
        for item in self.boxes.values():
            if item.box.kind not in (BoxKind.INPUT, BoxKind.OUTPUT):
                found.add(item.face.kind)
            if item.miniature is not None:
                found.update(kind for _, kind in item.miniature.boxes)
        return found

    def item_of(self, selected: Selected) -> BoxItem | FrameItem | None:
        """What stands for a selected layer: its own box or frame, else the closed block it lies in."""
        if selected.node is not None:
            return self.boxes.get(f"node:{selected.node}")
        if not selected.path:
            return None
        for item in self.boxes.values():
            if item.box.path == selected.path and step_of(item.box) is None:
                return item
        for frame in self.frames.values():
            if frame.frame.group.path == selected.path:
                return frame
        inside = selected.path
        while "." in inside:
            inside = inside.rpartition(".")[0]
            for item in self.boxes.values():
                if item.box.path == inside and item.can_open:
                    return item
        return self._run_with(selected.path)

    def _run_with(self, path: str) -> BoxItem | None:
        """The run of equal blocks that holds this layer."""
        for item in self.boxes.values():
            for inner in item.box.run.paths if item.box.run else ():
                if path == inner or path.startswith(f"{inner}."):
                    return item
        return None

    # --- building

    def _build(self) -> None:
        if self._analysis is None:
            return
        graph = self._analysis.graph
        self.aboutToRebuild.emit()
        self.clear()
        self.boxes, self.frames, self.lines, self._hovered = {}, {}, [], None
        self.view = views.view(graph, self._opened)
        faces = {box.id: self._face(box) for box in self.view.boxes.values()}
        placed = layout(self.view, lambda box: (faces[box.id].width, faces[box.id].height), SPACING)
        pictures = self._miniatures
        pictures.update(miniature.miniatures(graph, self._opened, self.view, known=pictures))
        letters = flow.letters(self.view)
        fonts = Fonts()
        self._add_frames(placed, fonts, letters)
        self._add_links(placed)
        for box in self.view.boxes.values():
            structure = box.what.structure
            item = BoxItem(box, faces[box.id], fonts, letters.get(structure, ""), pictures.get(structure))
            rect = placed.boxes[box.id]
            item.setPos(rect.x, rect.y)
            item.setToolTip(self._tip(box))
            self.boxes[box.id] = item
            self.addItem(item)
        self.has_skips |= any(
            skip for item in self.boxes.values() if item.miniature for _, skip in item.miniature.lines
        )
        self.setSceneRect(QRectF(0, 0, placed.width, placed.height).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self._color()
        self._mark()
        self.rebuilt.emit()

    def _add_frames(self, placed: Layout, fonts: Fonts, letters: Mapping[str, str]) -> None:
        for frame in self.view.frames.values():
            rect = placed.frames.get(frame.key)
            if frame.key == "" or rect is None:
                continue
            letter = letters.get(frame.group.structure, "")
            item = FrameItem(frame, self._frame_name(frame), rect.width, rect.height, fonts, letter)
            item.setPos(QPointF(rect.x, rect.y))
            self.frames[frame.key] = item
            self.addItem(item)
            title = TitleItem(item)
            title.setPos(item.pos())
            self.lines.append(title)
            self.addItem(title)

    def _frame_name(self, frame: Frame) -> str:
        return f"{frame.group.path}  ·  {frame.group.label}"

    def _add_links(self, placed: Layout) -> None:
        skips = flow.skips(self.view)
        self.has_skips = bool(skips)
        for link in self.view.links:
            points = list(placed.routes[link])
            points[0] = (_reach(placed.boxes[link[0]], points[1][0]), points[0][1])
            points[-1] = (_reach(placed.boxes[link[1]], points[-2][0]), points[-1][1])
            auxiliary = self.view.boxes[link[1]].what.auxiliary
            line = LinkItem(points, skip=link in skips, spine=link in self.view.spines, auxiliary=auxiliary)
            self.lines.append(line)
            self.addItem(line)

    def _face(self, box: Box) -> Face:
        assert self._analysis is not None
        return face(box, self._analysis, hidden=self._hides(box, Thing.SHAPE))

    def _hides(self, box: Box, *things: Thing) -> bool:
        """Whether something of a box is still to be predicted; of a function, what it works on."""
        analysis = self._analysis
        if analysis is None or not self._predicting.on:
            return False
        if isinstance(box.what, Node) and box.what.kind is not NodeKind.LAYER:
            return Thing.SHAPE in things and self._works_on_hidden(box.what, analysis)
        layer = analysis.layers.get(box.path)
        if box.run:
            return self._predicting.hides_run(box.run, *things)
        return layer is not None and self._predicting.hides(layer, *things)

    def _works_on_hidden(self, node: Node, analysis: Analysis) -> bool:
        seen, ahead = set(), list(node.inputs)
        while ahead:
            before = analysis.graph.nodes[ahead.pop()]
            if before.id in seen:
                continue
            seen.add(before.id)
            if before.kind is NodeKind.LAYER:
                layer = analysis.layers.get(before.path)
                if layer is not None and self._predicting.hides(layer, Thing.SHAPE):
                    return True
            else:
                ahead += before.inputs
        return False

    @Slot()
    def _name_anew(self) -> None:
        """Something was predicted, or is to be from now on."""
        for item in self.boxes.values():
            item.face = self._face(item.box)
            item.setToolTip(self._tip(item.box))
            item.update()

    def _tip(self, box: Box) -> str:
        if box.run:
            lines = [f"{words.run_names(box.run)} · {box.label} × {box.repeats}"]
        else:
            lines = [f"{box.path or translate('models', 'network')} · {label(box)}"]
        if box.last.output_shape:
            lines.append(HIDDEN if self._hides(box, Thing.SHAPE) else words.shape(box.last.output_shape))
        if self._hides(box, Thing.PARAMETERS, Thing.MACS):
            return "\n".join(lines)
        if box.run:
            return "\n".join(lines + words.run_figures(box.run))
        if box.params:
            lines.append(labels.amount(box.params, "{n} parameter", "{n:,} parameters"))
        if box.macs:
            lines.append(labels.short(box.macs, "MAC"))
        return "\n".join(lines)

    # --- showing

    def _color(self) -> None:
        by_kind = self._measure is Measure.KIND
        boxes = [item.box for item in self.boxes.values()]
        self.scale = Scale.over(boxes, self._measure)
        for item in self.boxes.values():
            item.by_kind = by_kind
            item.heat = None if by_kind else self.scale.color(heat.value(item.box, self._measure))
            item.update()
        self.recoloured.emit()

    def _mark(self) -> None:
        chosen = self.item_of(self._selected)
        structure = ""
        if isinstance(chosen, BoxItem):
            structure = chosen.box.what.structure
        elif isinstance(chosen, FrameItem):
            structure = chosen.frame.group.structure
        for key, item in self.boxes.items():
            alike = bool(structure) and item.box.what.structure == structure and item.box.repeats < 2
            item.set_state(selected=item is chosen, alike=alike, hovered=key == self._hovered)
        for key, frame in self.frames.items():
            alike = bool(structure) and frame.frame.group.structure == structure
            frame.set_state(selected=frame is chosen, alike=alike, hovered=f"frame:{key}" == self._hovered)

    def retheme(self) -> None:
        """The colours of the program changed."""
        self.setBackgroundBrush(theme.tokens().window)
        self._color()
        self.update()


def _reach(rect: Rect, x: float) -> float:
    """Where a line coming from or going to x meets the box: straight above where the box reaches, else at its side."""
    inset = min(_SIDE_INSET, rect.width / 2)
    return min(max(x, rect.x + inset), rect.x + rect.width - inset)
