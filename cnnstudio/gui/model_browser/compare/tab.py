"""The tab "Compare": the network that is shown and another one, layer by layer, with differences marked."""

from collections import Counter
from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.analysis.compare import Difference
from cnnstudio.analysis.results import Analysis, NodeKind
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, labels, language, theme
from cnnstudio.gui.model_browser import requests, words
from cnnstudio.gui.model_browser.compare.delegate import ComparedDelegate
from cnnstudio.gui.model_browser.compare.model import DIFFERENCE_ROLE, MARK, PATH_ROLE, CompareModel
from cnnstudio.gui.model_browser.problem_line import ProblemLine
from cnnstudio.gui.model_browser.requests import Comparison, Pair, Request
from cnnstudio.gui.model_browser.selection import Selection
from cnnstudio.gui.widgets.table_actions import TableActions, TableButton
from cnnstudio.gui.widgets.table_text import Table
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork

_MARK_WIDTH = 24

# What is worth seeing beside a network, where there is something better than the next in the list.
_PARTNERS = {
    "convnet": "lenet5",
    "lenet5": "lenet5-1998",
    "lenet5-1998": "lenet5",
    "vgg16": "vgg16_bn",
    "resnet18": "resnet34",
    "resnet34": "resnet50",
    "resnet50": "resnet101",
    "resnet101": "resnet152",
    "plain-8": "resnet-8",
    "plain-20": "resnet-20",
    "plain-56": "resnet-56",
    "resnet-8": "plain-8",
    "resnet-20": "plain-20",
    "resnet-56": "plain-56",
    "googlenet": "inception_v3",
    "alexnet": "vgg11",
}


class _OnlyDifferences(QSortFilterProxyModel):
    """Leaves out what is the same, when asked to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._only = False

    def set_only(self, only: bool) -> None:
        self._only = only
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        index = self.sourceModel().index(row, 0, parent)
        return not self._only or index.data(DIFFERENCE_ROLE) is not Difference.EQUAL


class CompareTab(QWidget):
    """Analyses the other network on a thread; the last comparison stays while one fails."""

    compared = Signal()
    chosen = Signal(str)  # catalogue name of the other network, as the user chose it

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-compare")
        self._selection = selection
        self._left: Analysis | None = None
        self._chosen_by_user = False
        self._asked = 0
        self.comparison: Comparison | None = None
        self._worker = LatestWins(requests.compare_pair, self, name="models-compare")
        self._worker.result.connect(self._on_result)
        self._worker.failed.connect(self._on_failure)

        self.other = QComboBox(objectName="models-compare-with", editable=True)
        self.other.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.other.setAccessibleName(self.tr("Compare with"))
        for spec in catalogue.specs():
            self.other.addItem(language.say(spec.title), spec.name)
        completer = QCompleter(self.other.model(), self.other)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.other.setCompleter(completer)
        popup = completer.popup()
        if popup is not None:
            theme.dress(popup)  # a window of its own
        self.other.activated.connect(self._on_chosen)
        self.same_input = QCheckBox(self.tr("Same input"), objectName="models-compare-same-input", checked=True)
        self.same_input.setToolTip(self.tr("Both get the input that is chosen at the left"))
        self.same_input.toggled.connect(self._ask_comparison)
        self.only = QCheckBox(self.tr("Only differences"), objectName="models-compare-only")

        self.summary = QLabel(objectName="models-compare-summary", wordWrap=True)
        self.summary.setTextFormat(Qt.TextFormat.RichText)
        self.problem = ProblemLine()
        self.model = CompareModel(self)
        self.proxy = _OnlyDifferences(self)
        self.proxy.setSourceModel(self.model)
        self.only.toggled.connect(self.proxy.set_only)
        self.table = QTableView(objectName="models-compare-table", showGrid=False, cornerButtonEnabled=False)
        self.table.setAccessibleName(self.tr("Layers of both networks"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ComparedDelegate.HEIGHT)
        self.table.setModel(self.proxy)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_MARK_WIDTH)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(MARK, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(MARK, _MARK_WIDTH)
        for side in (MARK - 1, MARK + 1):
            self.table.setItemDelegateForColumn(side, ComparedDelegate(self.table))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)

        bar = QHBoxLayout()
        bar.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_4, 0)
        bar.setSpacing(theme.SPACE_3)
        caption = QLabel(self.tr("Compare with"))
        caption.setProperty("quiet", True)
        bar.addWidget(caption)
        bar.addWidget(self.other, 1)
        checks = QHBoxLayout()
        checks.setContentsMargins(theme.SPACE_3, theme.SPACE_1, theme.SPACE_4, 0)
        checks.setSpacing(theme.SPACE_3)
        checks.addWidget(self.same_input)
        checks.addWidget(self.only)
        checks.addStretch(1)
        checks.addWidget(TableButton(TableActions.of(self, "models-compare", self._as_table), "models-compare"))
        sums = QVBoxLayout()
        sums.setContentsMargins(theme.SPACE_4, theme.SPACE_1, theme.SPACE_4, theme.SPACE_2)
        sums.addWidget(self.summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addLayout(checks)
        layout.addWidget(self.problem)
        layout.addLayout(sums)
        layout.addWidget(self.table, 1)

    def show_analysis(self, analysis: Analysis) -> None:
        """Compare this network; the comparison is made once the tab is looked at."""
        self._left = analysis
        self._step_back()
        if not self._chosen_by_user:
            self.other.setCurrentIndex(self.other.findData(_partner(analysis.name)))
        if self.isVisible():
            self._ask_comparison()

    def compare_with(self, name: str) -> None:
        """Choose the other network by its name in the catalogue."""
        self.show_choice(name, same_input=self.same_input.isChecked(), only_differences=self.only.isChecked())

    def show_choice(self, name: str, *, same_input: bool, only_differences: bool) -> None:
        """Compare with this network of the catalogue ("" = what suits the one that is shown), and how."""
        self._chosen_by_user = bool(name)
        shown = name or ("" if self._left is None else _partner(self._left.name))
        if shown:
            self.other.setCurrentIndex(self.other.findData(shown))
        self.same_input.setChecked(same_input)
        self.only.setChecked(only_differences)
        if self.isVisible():
            self._ask_comparison()

    def _as_table(self) -> Table:
        """The rows that are shown."""
        order = [self.proxy.mapToSource(self.proxy.index(row, 0)).row() for row in range(self.proxy.rowCount())]
        return self.model.table(order)

    def shut_down(self) -> None:
        """End the thread."""
        self._worker.shut_down()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._left is not None and (self.comparison is None or self.comparison.left is not self._left):
            self._ask_comparison()

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        self._chosen_by_user = True
        self.chosen.emit(self.other.itemData(index))
        self._ask_comparison()

    @Slot()
    def _ask_comparison(self) -> None:
        name = self.other.currentData()
        if self._left is None or name is None:
            return
        shape = self._left.input_shape
        spec = catalogue.get(name)
        network = CatalogueNetwork(name)
        request = Request(network, shape, None, self._left.batch) if self.same_input.isChecked() else Request(network)
        self._step_back()
        self._asked = self._worker.request(Pair(self._left, request.normal(spec)))

    def _step_back(self, old: bool = True) -> None:
        """Until the comparison that is meant is there, and where it cannot be made, the former steps back."""
        for part in (self.table, self.summary):
            part.setEnabled(not old)

    @Slot(object, int)
    def _on_result(self, comparison: Comparison, tag: int) -> None:
        if comparison.left is not self._left:
            return
        self.problem.clear()
        self.comparison = comparison
        self._step_back(tag != self._asked)
        left, right = comparison.left, comparison.right
        self.model.show(comparison.rows, language.say(left.title), language.say(right.title))
        self.summary.setText(self._sums(comparison))
        self.compared.emit()

    @Slot(object)
    def _on_failure(self, error: BaseException) -> None:
        if isinstance(error, StudioError):
            sentence, former = errors.sentence(error), self.comparison
            if former is not None:
                words = self.tr("{why} Shown below is still {left} beside {right}.")
                sentence = words.format(
                    why=sentence, left=language.say(former.left.title), right=language.say(former.right.title)
                )
            self.problem.show_sentence(sentence)
        else:
            errors.show_error(self, error)

    def _sums(self, comparison: Comparison) -> str:
        left, right = comparison.left, comparison.right
        counts = {kind: sum(row.difference is kind for row in comparison.rows) for kind in Difference}
        cells = [
            (self.tr("Parameters"), left.total_params, right.total_params, labels.integer),
            (self.tr("MACs"), left.total_macs, right.total_macs, labels.short),
            (self.tr("Activations"), left.activation_bytes, right.activation_bytes, labels.data_size),
        ]
        rows = "".join(
            f"<tr><td>{name}&nbsp;&nbsp;</td><td align='right'>{text(ours)}</td>"
            f"<td align='right'>&nbsp;&nbsp;{text(theirs)}</td><td>&nbsp;&nbsp;{_ratio(ours, theirs)}</td></tr>"
            for name, ours, theirs, text in cells
        )
        head = (
            f"<tr><td></td><td align='right'><b>{escape(language.say(left.title))}</b></td>"
            f"<td align='right'>&nbsp;&nbsp;<b>{escape(language.say(right.title))}</b></td><td></td></tr>"
        )
        told = [_counted(kind, counts[kind]) for kind in Difference if counts[kind]]
        between = _between(left, right)
        if between:
            told.append(self.tr("between the layers: {functions}").format(functions=between))
        return f"{theme.EVEN_LINES}<table cellspacing='0' cellpadding='1'>{head}{rows}</table>{labels.details(told)}"

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, current: QModelIndex, _before: QModelIndex) -> None:
        path = current.data(PATH_ROLE) if current.isValid() else None
        if path is not None:
            self._selection.select(path)


def _counted(kind: Difference, count: int) -> str:
    match kind:
        case Difference.EQUAL:
            return labels.amount(count, "{n} layer the same", "{n:,} layers the same")
        case Difference.CHANGED:
            return labels.amount(count, "{n} changed", "{n:,} changed")
        case Difference.LEFT_ONLY:
            return labels.amount(count, "{n} only at the left", "{n:,} only at the left")
        case Difference.RIGHT_ONLY:
            return labels.amount(count, "{n} only at the right", "{n:,} only at the right")


def _partner(name: str) -> str:
    if name in _PARTNERS:
        return _PARTNERS[name]
    names = [spec.name for spec in catalogue.specs()]
    if name not in names:
        return "resnet18"
    family = [spec.name for spec in catalogue.specs() if spec.family == catalogue.get(name).family]
    place = family.index(name)
    if len(family) > 1:
        return family[place + 1] if place + 1 < len(family) else family[place - 1]
    return "resnet18"


def _between(left: Analysis, right: Analysis) -> str:
    """Functions called between the layers that one network has more often: the sums of residual blocks, concats."""
    ours, theirs = (
        Counter(words.function_name(node.label) for node in of.graph.nodes if node.kind is NodeKind.FUNCTION)
        for of in (left, right)
    )
    return labels.listed(
        f"{name} {ours[name]} : {theirs[name]}" for name in sorted({*ours, *theirs}) if ours[name] != theirs[name]
    )


def _ratio(ours: float, theirs: float) -> str:
    if not ours or not theirs:
        return ""
    return f"× {labels.times(theirs / ours)}" if theirs != ours else "="
