"""The ideas behind the network that is shown, each with a picture and its own numbers, from its own graph."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cnnstudio.analysis import teaching
from cnnstudio.analysis.results import Analysis
from cnnstudio.gui import labels, language, theme, view_state
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.inspector.idea_drawings import (
    AttentionDrawing,
    BottleneckDrawing,
    BranchesDrawing,
    DenseDrawing,
    SeparableDrawing,
    SkipDrawing,
    StackDrawing,
    StagesDrawing,
)
from cnnstudio.gui.model_browser.inspector.sketch import IdeaPicture
from cnnstudio.gui.model_browser.inspector.stack_view import StackView
from cnnstudio.gui.model_browser.selection import Selection
from cnnstudio.gui.widgets.number_field import RefusalLine, WholeNumberBox
from cnnstudio.gui.widgets.section import Section

_MOST = 6


class IdeasView(QWidget):
    """An idea for each section; those that the network does not have are hidden."""

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-ideas")
        self._selection = selection
        self._analysis: Analysis | None = None
        self._sections: list[Section] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_4)
        self._column.setSpacing(theme.SPACE_4)

        self.none = _text("models-ideas-none")
        self.none.setText(self.tr("This network has none of the ideas that are told here."))
        self._column.addWidget(self.none)
        self._add_stacks()
        self._stages, self.stages_picture, self.stages = self._section(
            self.tr("Halve the size, double the channels"), "stages"
        )
        self._bottlenecks, self.bottlenecks_picture, self.bottlenecks = self._section(
            self.tr("Thin out before the large kernel"), "bottlenecks"
        )
        self._separable, self.separable_picture, self.separable = self._section(
            self.tr("Each channel by itself, then all together"), "separable"
        )
        self._skips, self.skips_picture, self.skips = self._section(self.tr("A way around the block"), "skips")
        self._branches, self.branches_picture, self.branches = self._section(
            self.tr("Branches side by side"), "branches"
        )
        self._dense, self.dense_picture, self.dense = self._section(self.tr("Everything so far, kept"), "dense")
        self._attention, self.attention_picture, self.attention = self._section(
            self.tr("Every position looks at the others"), "attention"
        )
        self._column.addStretch(1)
        theme.manager().changed.connect(self._again)
        self._count_stacks()

    def _add_stacks(self) -> None:
        stacks = self._stacks = Section(self.tr("Small kernels, stacked"))
        self.stack_levels = StackView()
        stacks.add(self.stack_levels)
        self.stacks_picture = IdeaPicture("models-ideas-stacks-picture")
        stacks.add(self.stacks_picture)
        self.stacks_here = _text("models-ideas-stacks-here")
        self.stacks_here.linkActivated.connect(self._selection.select)
        stacks.add(self.stacks_here)
        self.channels = view_state.keep(
            WholeNumberBox(objectName="models-ideas-channels", minimum=1, maximum=4096, value=256)
        )
        self.channels.valueChanged.connect(self._count_stacks)
        stacks.add_row(self.tr("Channels in and out"), self.channels)
        self.refusal = RefusalLine("models-ideas-refusal")
        self.refusal.follow(self.channels)
        stacks.add(self.refusal)
        self.stacks = _text("models-ideas-stacks")
        stacks.add(self.stacks)
        self._column.addWidget(stacks)
        self._sections.append(stacks)
        stacks.hide()

    def _section(self, title: str, name: str) -> tuple[Section, IdeaPicture, QLabel]:
        section, picture, text = (
            Section(title),
            IdeaPicture(f"models-ideas-{name}-picture"),
            _text(f"models-ideas-{name}"),
        )
        text.linkActivated.connect(self._selection.select)
        section.add(picture)
        section.add(text)
        self._column.addWidget(section)
        self._sections.append(section)
        section.hide()
        return section, picture, text

    def show_analysis(self, analysis: Analysis) -> None:
        """Show the ideas that this network has."""
        self._analysis = analysis
        self._show_stacks(analysis)
        self._show_stages(analysis)
        self._show_bottlenecks(analysis)
        self._show_separable(analysis)
        self._show_skips(analysis)
        self._show_branches(analysis)
        self._show_dense(analysis)
        self._show_attention(analysis)
        self.none.setVisible(all(section.isHidden() for section in self._sections))

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
            # The clearest case: as many channels everywhere, else the longest; the first of those.
            one = max(found, key=lambda run: (run.equal, run.count))
            self.channels.setValue(one.channels[-1])
            self.stack_levels.show_count(one.count)
            self.stacks_picture.show_drawing(StackDrawing(one))
            self.stacks_here.setText(
                labels.amount(
                    len(found),
                    "{n} run of 3 × 3 convolutions here, from {link}: {channels} channels.",
                    "{n:,} runs of 3 × 3 convolutions here; shown is the one from {link}: {channels} channels.",
                    link=_link(one.first),
                    channels=" → ".join(map(labels.integer, one.channels)),
                )
            )

    def _show_separable(self, analysis: Analysis) -> None:
        found = list(teaching.separable(analysis))
        self._separable.setVisible(bool(found))
        if found:
            self.separable_picture.show_drawing(SeparableDrawing(found[0]))
            self.separable.setText(
                labels.amount(
                    len(found),
                    "{n} depthwise convolution with a 1 × 1, at {link}: {spent} instead of {direct}.",
                    "{n:,} depthwise convolutions with a 1 × 1, the first, shown, at {link}; together they cost "
                    "{spent} instead of {direct}.",
                    link=_link(found[0].first),
                    spent=labels.short(sum(one.macs for one in found), "MAC"),
                    direct=labels.short(sum(one.direct_macs for one in found), "MAC"),
                )
            )

    def _show_skips(self, analysis: Analysis) -> None:
        found = teaching.skips(analysis)
        self._skips.setVisible(bool(found))
        if not found:
            return
        self.skips_picture.show_drawing(SkipDrawing(found[0]))
        added, put = [one for one in found if one.adds], [one for one in found if not one.adds]
        sentences = []
        if added:
            sentences.append(
                labels.amount(
                    len(added),
                    "{n} block adds what came in to what it computes, at {link}: its gradient has a short way.",
                    "{n:,} blocks add what came in to what they compute, the first, shown, at {link}: gradients have "
                    "a short way.",
                    link=_place(analysis, added[0].path),
                )
            )
        through = sum(one.projection is not None for one in added)
        if through:
            sentences.append(
                labels.amount(
                    through,
                    "{n} of them goes around through a 1 × 1 convolution, which fits size or channels.",
                    "{n:,} of them go around through a 1 × 1 convolution, which fits size or channels.",
                )
            )
        if put:
            sentences.append(
                labels.amount(
                    len(put),
                    "{n} place puts what came in beside what was computed from it, at {link}.",
                    "{n:,} places put what came in beside what was computed from it, the first at {link}.",
                    link=_place(analysis, put[0].path),
                )
            )
        self.skips.setText(labels.in_turn(sentences))

    def _show_branches(self, analysis: Analysis) -> None:
        found = teaching.parallel_branches(analysis)
        self._branches.setVisible(bool(found))
        if found:
            self.branches_picture.show_drawing(BranchesDrawing(found[0]))
            self.branches.setText(
                labels.amount(
                    len(found),
                    "{n} place joins the channels of {parts} branches: {link}, {size}.",
                    "{n:,} places join the channels of branches; the first, shown, {link}, {parts} of them to {size}.",
                    link=_place(analysis, found[0].path),
                    parts=len(found[0].parts),
                    size=words.shape(found[0].shape),
                )
            )

    def _show_dense(self, analysis: Analysis) -> None:
        found = teaching.dense_blocks(analysis)
        self._dense.setVisible(bool(found))
        if found:
            block = found[0]
            self.dense_picture.show_drawing(DenseDrawing(block))
            widths = sorted(set(block.added))
            self.dense.setText(
                labels.amount(
                    len(found),
                    "{n} dense block, {link}: {layers} layers add {growth} channels each, from {start} to {end}.",
                    "{n:,} dense blocks; in the first, shown, {link}, {layers} layers add {growth} channels each, "
                    "from {start} to {end}.",
                    link=_place(analysis, block.path),
                    layers=len(block.added),
                    growth="–".join(map(labels.integer, dict.fromkeys((widths[0], widths[-1])))),
                    start=labels.integer(block.start),
                    end=labels.integer(block.end),
                )
            )

    def _show_attention(self, analysis: Analysis) -> None:
        found = teaching.attentions(analysis)
        self._attention.setVisible(bool(found))
        if not found:
            return
        one = found[0]
        self.attention_picture.show_drawing(AttentionDrawing(one))
        text = labels.amount(
            len(found),
            "{n} attention, in {link}: {queries} positions, each weighs {keys}.",
            "{n:,} attentions; in the first, shown, in {link}, each of {queries} positions weighs {keys}.",
            link=_place(analysis, one.path),
            queries=labels.integer(one.queries),
            keys=labels.integer(one.keys),
        )
        if one.sets is not None and one.sets > 1:
            more = self.tr("That is done {sets} times side by side: heads, and windows where it has any.").format(
                sets=labels.integer(one.sets)
            )
        elif one.sets is None:
            more = self.tr("Every head does that with weights of its own.")
        else:
            more = ""
        self.attention.setText(labels.in_turn([text, more]))

    def _show_stages(self, analysis: Analysis) -> None:
        stages = teaching.halving_and_doubling(analysis)
        holds, others = teaching.transitions(analysis)
        self._stages.setVisible(len(holds) > len(others))
        if self._stages.isHidden():
            return
        self.stages_picture.show_drawing(StagesDrawing(stages))
        head = (self.tr("size"), self.tr("channels"), self.tr("layers"), self.tr("numbers"), self.tr("MACs"))
        rows = [
            (
                f"{stage.rows} × {stage.columns}".replace(" ", "\u00a0"),
                labels.integer(stage.channels),
                str(stage.layers),
                labels.short(stage.values).replace(" ", "\u00a0"),
                labels.short(stage.macs).replace(" ", "\u00a0"),
            )
            for stage in stages
        ]
        note = self.tr(
            "Each time rows and columns are halved and the channels doubled, the numbers are halved, and a 3 × 3 "
            "convolution costs the same as before."
        )
        if others:
            places = labels.listed(
                f"{one.rows} × {one.columns} ({one.channels}) → {two.rows} × {two.columns} ({two.channels})"
                for one, two in others
            )
            note = labels.in_turn([note, self.tr("Not so from {places}.").format(places=places)])
        self.stages.setText(_table(head, rows) + f"<p style='margin:8px 0 0 0'>{note}</p>")

    def _show_bottlenecks(self, analysis: Analysis) -> None:
        found = list(teaching.bottlenecks(analysis))
        self._bottlenecks.setVisible(bool(found))
        if found:
            best = max(found, key=lambda one: one.saving)
            self.bottlenecks_picture.show_drawing(BottleneckDrawing(best))
            lines = [
                (_link(one.first), "→".join(map(labels.integer, one.channels)), _saved(one.saving))
                for one in found[:_MOST]
            ]
            direct, spent = sum(one.direct_macs for one in found), sum(one.macs for one in found)
            text = labels.amount(
                len(found),
                "A 1 × 1 convolution in front of the large one reduces the channels, {n} time here, at {link}: "
                "both cost {spent}, the large one alone would cost {direct}.",
                "A 1 × 1 convolution in front of the large one reduces the channels, {n:,} times here, most at "
                "{link}, shown: together they cost {spent}, the large ones alone would cost {direct}.",
                link=_link(best.first),
                spent=labels.short(spent, "MAC"),
                direct=labels.short(direct, "MAC"),
            )
            if len(found) > _MOST:
                text = labels.in_turn([text, self.tr("The first {count}:").format(count=_MOST)])
            self.bottlenecks.setText(
                f"<p style='margin:0 0 8px 0'>{text}</p>"
                + _table((self.tr("block"), self.tr("channels"), self.tr("saves")), lines)
            )


def _saved(share: float) -> str:
    return labels.percent(share, 0).replace("-", "−")


def _link(path: str) -> str:
    """To the block a convolution lies in is enough to find it, and short."""
    return _breakable(path, path.rpartition(".")[0] or path)


def _place(analysis: Analysis, path: str) -> str:
    return _breakable(path, path or language.say(analysis.title))


def _breakable(path: str, text: str) -> str:
    """A link that may go on in the next line behind any of its dots: paths are long and the column is narrow."""
    return words.link(path, text.replace(".", ".\u200b"))


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
