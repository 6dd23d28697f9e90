"""The layers as an item model: a thin adapter over a frozen analysis.

As a tree, equal blocks that follow each other lie under one row marked "× N"; as a table, the layers that compute stand
in one flat list.
"""

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from cnnstudio.analysis import runs
from cnnstudio.analysis.results import Analysis, Layer
from cnnstudio.analysis.runs import Run
from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.layers import columns
from cnnstudio.gui.model_browser.layers.columns import COLUMNS
from cnnstudio.gui.model_browser.predicting import Predicting
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.lessons.asked import Thing

SORT_ROLE = Qt.ItemDataRole.UserRole
SHARE_ROLE = Qt.ItemDataRole.UserRole + 1
SEARCH_ROLE = Qt.ItemDataRole.UserRole + 2
PATH_ROLE = Qt.ItemDataRole.UserRole + 3
NAME_ROLE = Qt.ItemDataRole.UserRole + 4  # (name, class and window, repeats, whether it takes part in training only)

# What a column tells, or would let one work out.
_TELLS = {
    "output": Thing.SHAPE,
    "memory": Thing.SHAPE,
    "own-params": Thing.PARAMETERS,
    "params": Thing.PARAMETERS,
    "share": Thing.PARAMETERS,
    "macs": Thing.MACS,
    "mac-share": Thing.MACS,
    "receptive-field": Thing.FIELD,
    "jump": Thing.FIELD,
}

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, eq=False)
class _Row:
    layer: Layer
    number: int
    place: int
    parent: int
    run: Run | None = None
    children: list[int] = field(default_factory=list)

    @property
    def repeats(self) -> int:
        """How many equal blocks in a row it stands for."""
        return len(self.run) if self.run else 1


class LayerModel(QAbstractItemModel):
    """Read-only; ``show`` gives it another analysis."""

    def __init__(
        self, parent: QObject | None = None, *, flat: bool = False, predicting: Predicting | None = None
    ) -> None:
        super().__init__(parent)
        self._predicting = predicting or Predicting(parent=self)
        self._flat = flat
        self._analysis: Analysis | None = None
        self._rows: list[_Row] = []
        self._top: list[int] = []
        self._by_path: dict[str, int] = {}

    @property
    def analysis(self) -> Analysis | None:
        """What is shown."""
        return self._analysis

    @property
    def flat(self) -> bool:
        """Whether it is one list of the layers that compute."""
        return self._flat

    def show(self, analysis: Analysis | None, *, flat: bool | None = None) -> None:
        """Show this analysis, as a tree or as a flat table."""
        self.beginResetModel()
        self._analysis = analysis
        self._flat = self._flat if flat is None else flat
        self._rows, self._top, self._by_path = [], [], {}
        if analysis is not None and self._flat:
            for layer in analysis.root.walk():
                if not layer.children or layer.own_params or layer.own_macs:
                    alone = _alone(layer, analysis) if layer.children else layer
                    self._top.append(self._add(alone, len(self._top), -1))
        elif analysis is not None:
            self._top.append(self._grow(analysis.root, 0, -1))
        self.endResetModel()

    def index_of(self, path: str) -> QModelIndex:
        """The row of this layer, or no index where it has none."""
        number = self._by_path.get(path)
        return QModelIndex() if number is None else self.createIndex(self._rows[number].place, 0, number)

    def layer(self, index: Index) -> Layer | None:
        """The layer of a row; of a run of equal blocks, all of them added up."""
        return self._rows[index.internalId()].layer if index.isValid() else None

    def hides(self, index: Index) -> bool:
        """Whether what a cell says is still to be predicted."""
        return index.isValid() and self._hides(self._rows[index.internalId()], index.column())

    def _hides(self, row: _Row, column: int) -> bool:
        thing = _TELLS.get(COLUMNS[column].key)
        if thing is None or not self._predicting.on or COLUMNS[column].text(row.layer) in {"", "–"}:
            return False
        return self._predicting.hides_run(row.run, thing) if row.run else self._predicting.hides(row.layer, thing)

    def _add(self, layer: Layer, place: int, parent: int, run: Run | None = None) -> int:
        number = len(self._rows)
        self._rows.append(_Row(layer, number, place, parent, run))
        if run is None:
            self._by_path[layer.path] = number
        return number

    def _grow(self, layer: Layer, place: int, parent: int) -> int:
        number = self._add(layer, place, parent)
        below = self._rows[number].children
        for start, child in enumerate(layer.children):
            if child.children and child.run_length > 1:
                if child.run_index == 0:
                    run = layer.children[start : start + child.run_length]
                    below.append(self._grow_run(run, len(below), number))
            else:
                below.append(self._grow(child, len(below), number))
        return number

    def _grow_run(self, run: tuple[Layer, ...], place: int, parent: int) -> int:
        number = self._add(_summed(run), place, parent, runs.of_layers(run))
        self._rows[number].children.extend(self._grow(layer, inner, number) for inner, layer in enumerate(run))
        return number

    # --- QAbstractItemModel

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() and parent.column() > 0 else len(COLUMNS)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._top)
        return len(self._rows[parent.internalId()].children) if parent.column() == 0 else 0

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        rows = self._rows[parent.internalId()].children if parent.isValid() else self._top
        return self.createIndex(row, column, rows[row])

    # Qt has two functions of this name; a model's own parent is asked for nowhere.
    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override] # noqa: B008
        above = self._rows[index.internalId()].parent if index.isValid() else -1
        return QModelIndex() if above < 0 else self.createIndex(self._rows[above].place, 0, above)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return columns.title(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return QCoreApplication.translate("models", column.help)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.numeric and not column.share)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.internalId()]
        layer, column = row.layer, COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column.numeric and not column.share)
            case Qt.ItemDataRole.FontRole:
                return theme.mono_font(0.92) if column.numeric else None
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                title = QCoreApplication.translate("models", column.title)
                return labels.named(title, self._text(row, index.column()))
            case _ if role == SORT_ROLE:
                return row.number if column.key == "layer" and not self._flat else column.value(layer)
            case _ if role == SHARE_ROLE:
                return column.value(layer) if column.share and not self._hides(row, index.column()) else None
            case _ if role == SEARCH_ROLE:
                return f"{layer.path} {layer.type} {layer.settings}"
            case _ if role == PATH_ROLE:
                return layer.path
            case _ if role == NAME_ROLE and column.key == "layer":
                return self._name(row), words.box_title(layer), row.repeats, layer.auxiliary
        return None

    def _name(self, row: _Row) -> str:
        if row.repeats > 1:
            last = self._rows[row.children[-1]].layer
            return f"{row.layer.name} … {last.name}"
        return row.layer.path if self._flat else row.layer.name

    def _text(self, row: _Row, column: int) -> str:
        if COLUMNS[column].key == "layer":
            name = self._name(row)
            text = f"{name}: {row.layer.type}" if name else row.layer.type
            return labels.details([f"{text} × {row.repeats}", translate("models", "together")]) if row.run else text
        if self._hides(row, column):
            return HIDDEN
        return COLUMNS[column].text(row.layer)

    def _tip(self, row: _Row, column: int) -> str | None:
        layer = row.layer
        if self._hides(row, column):
            return translate("models", "Still to be predicted: select the layer and type it, or let it be shown.")
        if row.run and self._predicting.hides_run(row.run, Thing.PARAMETERS, Thing.MACS):
            return f"{words.run_names(row.run)} · {layer.type} × {row.repeats}"
        if row.run:
            return "\n".join(
                [f"{words.run_names(row.run)} · {layer.type} × {row.repeats}", *words.run_figures(row.run)]
            )
        match COLUMNS[column].key:
            case "macs" | "mac-share":
                text = QCoreApplication.translate("models", "{macs} MACs, {share} of the network").format(
                    macs=labels.integer(layer.macs), share=labels.share(layer.mac_share, 2)
                )
                if layer.auxiliary:
                    text += QCoreApplication.translate("models", "; takes part in training only, not counted")
                return text
            case "params" | "own-params" | "share" as key:
                own = key == "own-params"
                whole = self._analysis.total_params if self._analysis else 0
                amount = labels.amount(
                    layer.own_params if own else layer.total_params,
                    "{n} parameter, {share} of the network",
                    "{n:,} parameters, {share} of the network",
                    share=labels.share(layer.own_params / (whole or 1) if own else layer.share, 2),
                )
                return "\n".join(filter(None, [amount, words.shared(layer)]))
            case "memory":
                return labels.amount(layer.activation_bytes, "{n} byte", "{n:,} bytes")
            case "layer":
                return f"{layer.path or layer.type}\n{layer.type}({layer.settings})"
        return None


def _alignment(right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _alone(layer: Layer, analysis: Analysis) -> Layer:
    """A block without the layers inside, which have rows of their own in a flat table: its columns add up."""
    inside = sum(child.activation_bytes for child in layer.children)
    return replace(
        layer,
        total_params=layer.own_params,
        share=layer.own_params / (analysis.total_params or 1),
        macs=layer.own_macs,
        mac_share=0.0 if layer.auxiliary else layer.own_macs / (analysis.total_macs or 1),
        activation_bytes=max(0, layer.activation_bytes - inside),
        children=(),
    )


def _summed(run: tuple[Layer, ...]) -> Layer:
    first = run[0]
    return replace(
        first,
        output_shape=run[-1].output_shape,
        receptive_field=run[-1].receptive_field,
        own_params=sum(layer.own_params for layer in run),
        total_params=sum(layer.total_params for layer in run),
        share=sum(layer.share for layer in run),
        own_macs=sum(layer.own_macs for layer in run),
        macs=sum(layer.macs for layer in run),
        mac_share=sum(layer.mac_share for layer in run),
        activation_bytes=sum(layer.activation_bytes for layer in run),
        children=(),
    )
