"""The ideas behind the network that is shown, each with its own numbers: stacks, skips, branches, bottlenecks."""

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
    """An idea for each section; those that the network does not have are hidden."""

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-ideas")
        self._selection = selection
        self._analysis: Analysis | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_4)
        layout.setSpacing(theme.SPACE_4)

        self.none = _text("models-ideas-none")
        self.none.setText(self.tr("This network has none of the ideas that are told here."))
        layout.addWidget(self.none)
        stacks = self._stacks = Section(self.tr("Small kernels, stacked"))
        self.stacks_here = _text("models-ideas-stacks-here")
        self.stacks_here.linkActivated.connect(self._selection.select)
        stacks.add(self.stacks_here)
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

        self._bottlenecks, self.bottlenecks = self._section(self.tr("Thin out before the large kernel"), "bottlenecks")
        self._separable, self.separable = self._section(
            self.tr("Each channel by itself, then all together"), "separable"
        )
        self._skips, self.skips = self._section(self.tr("A way around the block"), "skips")
        self._branches, self.branches = self._section(self.tr("Branches side by side"), "branches")
        self._dense, self.dense = self._section(self.tr("Everything so far, kept"), "dense")
        self._attention, self.attention = self._section(self.tr("Every position looks at the others"), "attention")
        layout.addStretch(1)
        theme.manager().changed.connect(self._again)
        self._count_stacks()

    def _section(self, title: str, name: str) -> tuple[Section, QLabel]:
        section, text = Section(title), _text(f"models-ideas-{name}")
        text.linkActivated.connect(self._selection.select)
        section.add(text)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(section)
        section.hide()
        return section, text

    def show_analysis(self, analysis: Analysis) -> None:
        """Show the ideas that this network has."""
        self._analysis = analysis
        self._show_stacks(analysis)
        self._show_stages(analysis)
        self._show_bottlenecks(analysis)
        self._show_separable(analysis)
        self._show_joins(analysis)
        sections = (self._stacks, self._stages, self._bottlenecks, self._separable, self._skips, self._branches)
        self.none.setVisible(all(one.isHidden() for one in (*sections, self._dense, self._attention)))

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

    def _show_stacks(self, analysis: Analysis) -> None:
        found = teaching.stacked_kernels(analysis)
        self._stacks.setVisible(bool(found))
        if found:
            widest = max(found, key=lambda run: (run.count, run.channels))
            self.channels.setValue(widest.channels)
            self.stacks_here.setText(
                labels.amount(
                    len(found),
                    self.tr(
                        "{n} run of 3 × 3 convolutions here; the longest, from {link}: {count} × {channels} channels."
                    ),
                    self.tr(
                        "{n} runs of 3 × 3 convolutions here; the longest, from {link}: {count} × {channels} channels."
                    ),
                    link=_link(widest.first),
                    count=widest.count,
                    channels=words.shape((1, widest.channels)),
                )
            )

    def _show_separable(self, analysis: Analysis) -> None:
        found = list(teaching.separable(analysis))
        self._separable.setVisible(bool(found))
        if found:
            spent, direct = sum(one.macs for one in found), sum(one.direct_macs for one in found)
            self.separable.setText(
                labels.amount(
                    len(found),
                    self.tr("{n} depthwise convolution with a 1 × 1, at {link}: {spent} instead of {direct}."),
                    self.tr("{n} depthwise convolutions with a 1 × 1, first at {link}: {spent} instead of {direct}."),
                    link=_link(found[0].narrow),
                    spent=labels.short(spent, "MAC"),
                    direct=labels.short(direct, "MAC"),
                )
            )

    def _show_joins(self, analysis: Analysis) -> None:
        for section, text, nodes, one, many in (
            (
                self._skips,
                self.skips,
                teaching.skips(analysis),
                self.tr("{n} block adds what came in to what it computes, at {link}: its gradient has a short way."),
                self.tr("{n} blocks add what came in to what they compute, first {link}: gradients have a short way."),
            ),
            (
                self._branches,
                self.branches,
                teaching.parallel_branches(analysis),
                self.tr("{n} place joins the channels of {parts} branches: {link}, {size}."),
                self.tr("{n} places join the channels of branches; the first, {link}, {parts} of them to {size}."),
            ),
            (
                self._dense,
                self.dense,
                teaching.dense_concatenations(analysis),
                self.tr("{n} concatenation goes on from an earlier one: {link}, {size}."),
                self.tr("{n} concatenations go on from earlier ones; the first, {link}, gives {size}."),
            ),
            (
                self._attention,
                self.attention,
                teaching.attentions(analysis),
                self.tr("{n} attention, in {link}: {size}."),
                self.tr("{n} attentions, the first in {link}: {size}."),
            ),
        ):
            section.setVisible(bool(nodes))
            if nodes:
                text.setText(
                    labels.amount(
                        len(nodes),
                        one,
                        many,
                        link=words.link(nodes[0].path, nodes[0].path or analysis.title),
                        parts=len(nodes[0].inputs),
                        size=words.shape(nodes[0].output_shape),
                    )
                )

    def _show_stages(self, analysis: Analysis) -> None:
        stages = teaching.halving_and_doubling(analysis)
        holds, others = teaching.transitions(analysis)
        self._stages.setVisible(bool(holds) and len(holds) >= len(others))
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
        if others:
            note += " " + self.tr("Not so from {places}.").format(
                places=", ".join(
                    f"{one.rows} × {one.columns} ({one.channels}) → {two.rows} × {two.columns} ({two.channels})"
                    for one, two in others
                )
            )
        self.stages.setText(_table(head, rows) + f"<p style='margin:8px 0 0 0'>{note}</p>")

    def _show_bottlenecks(self, analysis: Analysis) -> None:
        found = list(teaching.bottlenecks(analysis))
        self._bottlenecks.setVisible(bool(found))
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
