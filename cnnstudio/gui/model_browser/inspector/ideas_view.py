"""The ideas behind the classics in numbers: stacked 3x3, halving and doubling, the 1x1 bottleneck."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QSpinBox, QVBoxLayout, QWidget

from cnnstudio.analysis import teaching
from cnnstudio.analysis.results import Analysis
from cnnstudio.gui import labels, theme
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.inspector.stack_view import StackView
from cnnstudio.gui.model_browser.selection import Selection
from cnnstudio.gui.widgets.section import Section

_MOST = 6


class IdeasView(QWidget):
    """Counts for the network that is shown, and for a number of channels the user chooses."""

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-ideas")
        self._selection = selection
        self._analysis: Analysis | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_4)
        layout.setSpacing(theme.SPACE_4)

        stacks = Section(self.tr("Small kernels, stacked"))
        self.channels = QSpinBox(objectName="models-ideas-channels", minimum=1, maximum=4096, value=256)
        self.channels.valueChanged.connect(self._count_stacks)
        stacks.add_row(self.tr("Channels in and out"), self.channels)
        self.picture = StackView()
        stacks.add(self.picture)
        self.stacks = _text("models-ideas-stacks")
        stacks.add(self.stacks)
        layout.addWidget(stacks)

        self._stages = Section(self.tr("Halve the size, double the channels"))
        self.stages = _text("models-ideas-stages")
        self._stages.add(self.stages)
        layout.addWidget(self._stages)

        self._bottlenecks = Section(self.tr("Thin out before the large kernel"))
        self.bottlenecks = _text("models-ideas-bottlenecks")
        self.bottlenecks.linkActivated.connect(self._selection.select)
        self._bottlenecks.add(self.bottlenecks)
        layout.addWidget(self._bottlenecks)
        layout.addStretch(1)
        theme.manager().changed.connect(self._again)
        self._count_stacks()

    def show_analysis(self, analysis: Analysis) -> None:
        """Count this network's stages and bottlenecks."""
        self._analysis = analysis
        self._show_stages(analysis)
        self._show_bottlenecks(analysis)

    @Slot()
    def _again(self) -> None:
        if self._analysis is not None:
            self.show_analysis(self._analysis)

    @Slot()
    def _count_stacks(self) -> None:
        lines = []
        for small, large in teaching.stacks(self.channels.value()):
            saved = 1 - small.params / large.params
            lines.append(
                self.tr(
                    "<b>{count} × (3 × 3) see {field} × {field}, like one {field} × {field}:</b><br>"
                    "{small} weights instead of {large}, {saved} fewer, and {count} non-linearities instead of one."
                ).format(
                    count=small.count,
                    field=small.field,
                    small=labels.integer(small.params),
                    large=labels.integer(large.params),
                    saved=labels.percent(saved, 0),
                )
            )
        self.stacks.setText("<p style='margin:0 0 8px 0'>" + "</p><p style='margin:0'>".join(lines) + "</p>")

    def _show_stages(self, analysis: Analysis) -> None:
        stages = teaching.halving_and_doubling(analysis)
        self._stages.setVisible(len(stages) > 1)
        head = (self.tr("size"), self.tr("channels"), self.tr("conv."), self.tr("numbers"), self.tr("MACs"))
        rows = [
            (
                f"{stage.rows} × {stage.columns}",
                str(stage.channels),
                str(stage.layers),
                labels.short(stage.values),
                labels.short(stage.macs),
            )
            for stage in stages
        ]
        note = self.tr(
            "Each time rows and columns are halved and the channels doubled, the numbers are halved, and a 3 × 3 "
            "convolution costs the same as before."
        )
        self.stages.setText(_table(head, rows) + f"<p style='margin:8px 0 0 0'>{note}</p>")

    def _show_bottlenecks(self, analysis: Analysis) -> None:
        found = list(teaching.bottlenecks(analysis))
        if found:
            lines = [
                (
                    _link(one.narrow),
                    f"{one.channels_in}→{one.channels_between}→{one.channels_out}",
                    labels.percent(one.saving, 0),
                )
                for one in found[:_MOST]
            ]
            direct, spent = sum(one.direct_macs for one in found), sum(one.macs for one in found)
            text = self.tr(
                "A 1 × 1 convolution in front of the large one reduces the channels. Here {count} times; together they "
                "cost {spent} instead of {direct}."
            ).format(count=len(found), spent=labels.short(spent, "MAC"), direct=labels.short(direct, "MAC"))
            self.bottlenecks.setText(
                f"<p style='margin:0 0 8px 0'>{text}</p>"
                + _table((self.tr("block"), self.tr("channels"), self.tr("saves")), lines)
            )
            return
        example = teaching.bottleneck(256, 64, 128, (3, 3), 28, 28)
        self.bottlenecks.setText(
            self.tr(
                "This network has none. In GoogLeNet and ResNet-50 a 1 × 1 convolution first reduces the channels: "
                "256 → 64 → 128 on 28 × 28 costs {spent} instead of {direct}, {saving} less."
            ).format(
                spent=labels.short(example.macs, "MAC"),
                direct=labels.short(example.direct_macs, "MAC"),
                saving=labels.percent(example.saving, 0),
            )
        )


def _link(path: str) -> str:
    """To the block a convolution lies in is enough to find it, and short."""
    return words.link(path, path.rpartition(".")[0] or path)


def _text(name: str) -> QLabel:
    label = QLabel(objectName=name, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    return label


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    quiet = theme.tokens().text_quiet.name()
    top = "".join(f"<td align='right' style='color:{quiet}'>{title}</td>" for title in head)
    body = "".join("<tr>" + "".join(f"<td align='right'>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table width='100%' cellspacing='0' cellpadding='2'><tr>{top}</tr>{body}</table>"
