"""The tab "Choose": which network should I take? Advice in words, the chart, and a table to be sorted."""

from typing import Any

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.analysis.room_state import HIGHEST_LIMIT, LIMIT_DECIMALS, Limits
from cnnstudio.gui import labels, language, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.choose.chart import ChoiceChart, describe
from cnnstudio.gui.model_browser.choose.model import NAME_ROLE, SORT_ROLE, TOP1, ChoiceModel
from cnnstudio.gui.widgets.number_field import NumberField, RefusalLine
from cnnstudio.gui.widgets.table_actions import TableActions, TableButton
from cnnstudio.gui.widgets.table_text import Table
from cnnstudio.networks import choosing
from cnnstudio.networks.choosing import Choice

# Below this width the advice leaves the costs to the table.
_NARROW = 440


class ChooseTab(QWidget):
    """A click on a bubble or a row chooses the network."""

    chosen = Signal(str)  # catalogue name
    limitsChanged = Signal(object)  # Limits

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-choose")
        self._choices = choosing.choices()
        self._setting = False
        self._narrow = False
        self._setting_limits = True
        self.most_gmacs = self._limit("models-most-gmacs", "≤ ", " GMAC", HIGHEST_LIMIT, self.tr("any cost"))
        self.most_params = self._limit(
            "models-most-parameters", "≤ ", self.tr(" M param."), HIGHEST_LIMIT, self.tr("any size")
        )
        self.least_top1 = self._limit("models-least-accuracy", "≥ ", labels.percent_sign(), 100.0, self.tr("any top-1"))
        self.advice = QLabel(objectName="models-advice", wordWrap=True)
        self.advice.setTextFormat(Qt.TextFormat.RichText)
        self.advice.linkActivated.connect(self.chosen)
        self.chart = ChoiceChart(self._choices)
        self.chart.setMinimumHeight(120)
        self.chart.hovered.connect(self._on_hover)
        self.chart.clicked.connect(lambda choice: self.chosen.emit(choice.spec.name))
        self.reading = QLabel(objectName="models-choice-reading", wordWrap=True)
        self.reading.setProperty("quiet", True)

        self.model = ChoiceModel(self._choices, self)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSortRole(SORT_ROLE)
        self.proxy.setSourceModel(self.model)
        self.table = QTableView(objectName="models-choice-table", showGrid=False, sortingEnabled=True)
        self.table.setAccessibleName(self.tr("Published accuracy and cost"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setMinimumHeight(60)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(26)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.setModel(self.proxy)
        for number, width in enumerate((134, 60, 60, 70, 62, 60, 44)):
            self.table.setColumnWidth(number, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.sortByColumn(TOP1, Qt.SortOrder.DescendingOrder)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)

        ask = QHBoxLayout()
        ask.setSpacing(theme.SPACE_2)
        for field in (self.most_gmacs, self.most_params, self.least_top1):
            ask.addWidget(field, 1)
        ask.addWidget(TableButton(TableActions.of(self, "models-choice", self._as_table), "models-choice"))
        top = QVBoxLayout()
        top.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_2)
        top.setSpacing(theme.SPACE_2)
        top.addLayout(ask)
        self.refusal = RefusalLine("models-limits-refusal")
        self.refusal.follow(self.most_gmacs, self.most_params, self.least_top1)
        top.addWidget(self.refusal)
        top.addWidget(self.advice)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, theme.SPACE_1)
        column.setSpacing(0)
        column.addWidget(self.chart, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.SPACE_4, 2, theme.SPACE_4, 2)
        foot.addWidget(self.reading)
        column.addLayout(foot)
        parts = QSplitter(Qt.Orientation.Vertical, objectName="models-choose-parts", childrenCollapsible=False)
        parts.setHandleWidth(1)
        parts.addWidget(upper)
        parts.addWidget(self.table)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setSizes([380, 190])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(parts, 1)
        theme.manager().changed.connect(self._advise)
        self._setting_limits = False
        self._advise()
        self._on_hover(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._narrow != (self.width() < _NARROW):
            self._narrow = not self._narrow
            self._advise()

    def set_limits(self, limits: Limits) -> None:
        """Ask for a network within these limits."""
        self._setting_limits = True
        self.most_gmacs.setValue(limits.gmacs)
        self.most_params.setValue(limits.parameters)
        self.least_top1.setValue(limits.accuracy)
        self._setting_limits = False
        self._advise()

    @Slot()
    def _on_limit(self) -> None:
        if not self._setting_limits:
            self._advise()
            gmacs, parameters, accuracy = (
                field.value() for field in (self.most_gmacs, self.most_params, self.least_top1)
            )
            self.limitsChanged.emit(Limits(gmacs=gmacs, parameters=parameters, accuracy=accuracy))

    def _as_table(self) -> Table:
        """The published figures in the order that is shown."""
        order = [self.proxy.mapToSource(self.proxy.index(row, 0)).row() for row in range(self.proxy.rowCount())]
        return self.model.table(order)

    def mark(self, name: str) -> None:
        """Show which network is taken apart in the room."""
        self.chart.mark(name)
        for row in range(self.proxy.rowCount()):
            if self.proxy.index(row, 0).data(NAME_ROLE) == name:
                self._setting = True
                self.table.selectRow(row)
                self._setting = False
                return
        self.table.clearSelection()

    def _limit(self, name: str, prefix: str, suffix: str, most: float, without: str) -> NumberField:
        field = NumberField(
            objectName=name,
            maximum=most,
            minimum=0.0,
            decimals=LIMIT_DECIMALS,
            prefix=prefix,
            suffix=suffix,
            specialValueText=without,
            step=1.0,
        )
        field.setMinimumWidth(84)
        field.lineEdit().setTextMargins(5, 0, 0, 0)
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        field.setAccessibleName(
            {
                "models-most-gmacs": self.tr("Most multiply-accumulates"),
                "models-most-parameters": self.tr("Most parameters"),
                "models-least-accuracy": self.tr("Least accuracy"),
            }[name]
        )
        field.valueChanged.connect(self._on_limit)
        return field

    @Slot()
    def _advise(self) -> None:
        limits = (self.most_gmacs.value(), self.most_params.value(), self.least_top1.value())
        if any(limits):
            gmacs, params, top1 = limits
            choice = choosing.advise(
                max_gmacs=gmacs or None, max_params=round(params * 1e6) or None, min_top1=top1 or None
            )
            self.advice.setText(self._within(choice))
        else:
            self.advice.setText(self._in_general())

    def _within(self, choice: Choice | None) -> str:
        if choice is None:
            return self.tr(
                "<b>None of them.</b> No published network keeps all of these limits; allow more MACs or "
                "parameters, or ask for less accuracy."
            )
        reason = (
            self.tr("the cheapest that reaches {least} %").format(least=labels.number(self.least_top1.value()))
            if self.least_top1.value()
            else self.tr("the most accurate within these limits")
        )
        return self.tr("<b>Take {link}</b>, {reason}: {figures}.").format(
            link=_link(choice), reason=reason, figures=_figures(choice).removesuffix(".")
        )

    def _in_general(self) -> str:
        """Which should I take, without limits of one's own: one sentence for each of four needs."""
        needs: tuple[tuple[str, dict[str, Any]], ...] = (
            (self.tr("On a phone"), {"max_gmacs": 0.3}),
            (self.tr("On a laptop"), {"max_gmacs": 2.0, "max_params": 30_000_000}),
            (self.tr("With a graphics card"), {"max_gmacs": 10.0}),
            (self.tr("Accuracy above all"), {}),
        )
        lines = []
        for need, limits in needs:
            choice = choosing.advise(**limits)
            if choice is not None:
                figures = labels.percent(choice.top1 / 100) if self._narrow else _figures(choice)
                text = self.tr("{need}: <b>{network}</b>, {figures}")
                lines.append(text.format(need=need, network=_link(choice), figures=figures))
        usual = (
            self.tr("To learn or to build on: <b>{network}</b>")
            if self._narrow
            else self.tr("To learn or to build on: <b>{network}</b>. It is simple, fast and understood everywhere.")
        )
        lines.append(usual.format(network=words.link("resnet18", "ResNet-18")))
        return "<br>".join(lines)

    @Slot(object)
    def _on_hover(self, choice: Choice | None) -> None:
        self.reading.setText(
            self.tr("A bubble's area is its network's parameters; nothing beats those on the dashed line.")
            if choice is None
            else describe(choice)
        )

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._setting:
            self.chosen.emit(current.data(NAME_ROLE))


def _link(choice: Choice) -> str:
    return words.link(choice.spec.name, language.say(choice.spec.title))


def _figures(choice: Choice) -> str:
    parameters = translate("models", "{count} param.").format(count=labels.short(choice.figures.parameters))
    macs = labels.short(choice.figures.gmacs * 1e9, "MAC")
    return labels.details([labels.percent(choice.top1 / 100), macs, parameters])
