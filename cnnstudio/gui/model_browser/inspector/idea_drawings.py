"""Each idea as a small line drawing of the network's own block: real channels, real kernels, real costs."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt

from cnnstudio.analysis import teaching
from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.inspector.sketch import COST, LINE, Sketch, text_width

_BOX = 22.0
_GAP = 14.0
_MOST_STEPS = 4
_MOST_BRANCHES = 6
_MOST_ROWS = 6
_RADIUS = 9.0


def step_name(step: teaching.Step) -> str:
    """``3 × 3, 64`` for a convolution, ``Linear, 768`` or ``matmul`` for what else multiplies."""
    channels = step.shape[1] if len(step.shape) == 4 and step.kernel else step.shape[-1] if step.shape else 0
    if step.kernel:
        return labels.details([words.pair(step.kernel), labels.integer(channels)])
    return labels.details([step.label, labels.integer(channels)]) if step.label[:1].isupper() else step.label


def _weights(name: str, count: int) -> tuple[str, float]:
    text = labels.amount(count, "{name}: {n} weight", "{name}: {n:,} weights", name=name)
    return text, float(count)


@dataclass(frozen=True)
class SkipDrawing:
    """What comes in goes down through the block's layers, and past them."""

    skip: teaching.Skip

    def _rows(self) -> list[str]:
        names = [step_name(step) for step in self.skip.steps]
        if len(names) > _MOST_STEPS:
            between = labels.amount(len(names) - 3, "{n} more", "{n:,} more")
            return [*names[:2], between, names[-1]]
        return names

    def height(self) -> float:
        return LINE + len(self._rows()) * (_BOX + _GAP) + _GAP + 2 * _RADIUS + _GAP + LINE

    def draw(self, sketch: Sketch, width: float) -> None:
        column = QRectF(0, 0, min(130.0, 0.5 * width), LINE)
        middle = column.center().x()
        sketch.words(column, words.shape(self.skip.before))
        y = LINE
        part = y + _GAP / 2
        for name in self._rows():
            sketch.arrow(QPointF(middle, y), QPointF(middle, y + _GAP))
            y += _GAP
            sketch.box(QRectF(column.left(), y, column.width(), _BOX), [name])
            y += _BOX
        sketch.arrow(QPointF(middle, y), QPointF(middle, y + _GAP))
        y += _GAP
        meet = y + _RADIUS
        aside = column.right() + (width - column.right()) * 0.25
        sketch.arrow(
            QPointF(middle, part),
            QPointF(aside, part),
            QPointF(aside, meet),
            QPointF(middle + _RADIUS, meet),
            color=sketch.accent,
        )
        sketch.ring(QPointF(middle, meet), _RADIUS, "+" if self.skip.adds else "∥")
        label = QRectF(aside + 6, (part + meet) / 2 - LINE / 2, width - aside - 6, LINE)
        if self.skip.projection is not None:
            box = QRectF(aside - 12, label.top() - 2, width - aside + 10, _BOX)
            sketch.box(box, [step_name(self.skip.projection)], tinted=True)
        else:
            sketch.words(label, self._short(), align=Qt.AlignmentFlag.AlignLeft, color=sketch.accent)
        y = meet + _RADIUS
        sketch.arrow(QPointF(middle, y), QPointF(middle, y + _GAP))
        sketch.words(QRectF(column.left(), y + _GAP, column.width(), LINE), words.shape(self.skip.result))

    def _short(self) -> str:
        same = self.skip.before == self.skip.after or not self.skip.adds
        return translate("models", "as it came") if same else translate("models", "cut and filled up")

    def says(self) -> str:
        way = translate("models", ", then ").join(map(step_name, self.skip.steps))
        short = step_name(self.skip.projection) if self.skip.projection else self._short()
        sentence = (
            translate("models", "{before} goes through {way} and past it, {short}; both are added to {after}.")
            if self.skip.adds
            else translate(
                "models",
                "{before} goes through {way} and past it, {short}; both are put one behind the other to {after}.",
            )
        )
        return sentence.format(
            before=words.shape(self.skip.before), way=way, short=short, after=words.shape(self.skip.result)
        )


@dataclass(frozen=True)
class BranchesDrawing:
    """Branches side by side over a bar of the channels that they give."""

    branches: teaching.Branches

    def _shown(self) -> list[tuple[int, tuple[teaching.Step, ...]]]:
        return list(zip(self.branches.parts, self.branches.ways, strict=True))[:_MOST_BRANCHES]

    def _rows(self) -> int:
        return max(1, *(min(len(way), _MOST_STEPS) for _, way in self._shown()))

    def height(self) -> float:
        return _GAP + self._rows() * (2 * LINE + _GAP) + _GAP + LINE + 2 + LINE

    def draw(self, sketch: Sketch, width: float) -> None:
        shown, rows = self._shown(), self._rows()
        step = width / len(shown)
        bottom = _GAP + rows * (2 * LINE + _GAP) + _GAP
        total = sum(self.branches.parts)
        middles = [(place + 0.5) * step for place in range(len(shown))]
        sketch.line(QPointF(middles[0], 1), QPointF(middles[-1], 1))
        start = 0.0
        for middle, (channels, way) in zip(middles, shown, strict=True):
            y = 1.0
            box_width = min(step - 4, 76.0)
            for one in way[-_MOST_STEPS:]:
                sketch.arrow(QPointF(middle, y), QPointF(middle, y + _GAP - 1))
                y += _GAP - 1
                sketch.box(QRectF(middle - box_width / 2, y, box_width, 2 * LINE), _in_two_lines(one))
                y += 2 * LINE + 1
            size = width * channels / total
            sketch.arrow(
                QPointF(middle, y),
                QPointF(middle, bottom - _GAP),
                QPointF(start + size / 2, bottom),
                color=sketch.accent,
            )
            area = QRectF(start, bottom, size, LINE)
            sketch.bar(area, sketch.tint, sketch.accent)
            if text_width(labels.integer(channels)) < size - 2:
                sketch.words(area, labels.integer(channels))
            start += size
        if start < width - 1:
            sketch.bar(QRectF(start, bottom, width - start, LINE), sketch.tint, sketch.accent)
            sketch.words(QRectF(start, bottom, width - start, LINE), "…")
        sketch.words(QRectF(0, bottom + LINE + 2, width, LINE), self._sum(), color=sketch.quiet)

    def _sum(self) -> str:
        parts = " + ".join(map(labels.integer, self.branches.parts))
        return translate("models", "{parts} = {total} channels").format(
            parts=parts, total=labels.integer(sum(self.branches.parts))
        )

    def says(self) -> str:
        ways = labels.parted(
            " → ".join(step_name(one) for one in way) or translate("models", "as it came") for way in self.branches.ways
        )
        return translate("models", "Branches side by side: {ways}. {sum}.").format(ways=ways, sum=self._sum())


def _in_two_lines(step: teaching.Step) -> tuple[str, str]:
    channels = labels.integer(step.shape[1]) if len(step.shape) == 4 else ""
    if "pool" in step.label.lower():
        return translate("models", "pool"), channels
    return (words.pair(step.kernel) if step.kernel else step.label), channels


@dataclass(frozen=True)
class BottleneckDrawing:
    """Bars as wide as the channels before, between and after, and the two costs."""

    pair: teaching.Pair

    def height(self) -> float:
        return 3 * LINE + 2 * 30 + 8 + 2 * COST

    def draw(self, sketch: Sketch, width: float) -> None:
        most = max(self.pair.channels)
        room = width - 60
        middle = room / 2
        kernels = ("1 × 1", words.pair(self.pair.kernel))
        y = 0.0
        for place, channels in enumerate(self.pair.channels):
            half = max(1.0, room * channels / most / 2)
            if place < 2:
                after = max(1.0, room * self.pair.channels[place + 1] / most / 2)
                sketch.shape(
                    [
                        QPointF(middle - half, y + LINE),
                        QPointF(middle + half, y + LINE),
                        QPointF(middle + after, y + LINE + 30),
                        QPointF(middle - after, y + LINE + 30),
                    ],
                    sketch.tint,
                )
                sketch.words(QRectF(middle - 60, y + LINE, 120, 30), kernels[place])
            sketch.bar(QRectF(middle - half, y + 4, 2 * half, LINE - 4), sketch.accent)
            sketch.words(
                QRectF(width - 56, y + 2, 56, LINE), labels.integer(channels), align=Qt.AlignmentFlag.AlignRight
            )
            y += LINE + 30
        sketch.compare(self.height() - 2 * COST, width, _costs(self.pair, translate("models", "both")))

    def says(self) -> str:
        costs = labels.parted(name for name, _ in _costs(self.pair, translate("models", "both")))
        before, between, after = map(labels.integer, self.pair.channels)
        return translate("models", "{before} channels, 1 × 1 to {between}, {kernel} to {after}. {costs}.").format(
            before=before, between=between, after=after, kernel=words.pair(self.pair.kernel), costs=costs
        )


def _costs(pair: teaching.Pair, name: str) -> list[tuple[str, float]]:
    kernel = words.pair(pair.kernel)
    one = (
        translate("models", "one {kernel}")
        if pair.groups == 1
        else translate("models", "one {kernel} in {groups} groups")
    )
    return [
        _weights(name, pair.params),
        _weights(one.format(kernel=kernel, groups=pair.groups), pair.direct_params),
    ]


@dataclass(frozen=True)
class SeparableDrawing:
    """Channels as dots: each through its own kernel, then all to all."""

    pair: teaching.Pair

    def height(self) -> float:
        return 3 * LINE + _BOX + 34 + 8 + 2 * COST

    def draw(self, sketch: Sketch, width: float) -> None:
        before, between, after = self.pair.channels
        left, room = 96.0, max(40.0, width - 100)
        kernel = words.pair(self.pair.kernel)
        top, middle, low = LINE / 2, 1.5 * LINE + _BOX, 2 * LINE + _BOX + 34 + LINE / 2
        for y, text in (
            (top, labels.amount(before, "{n} channel", "{n:,} channels")),
            ((top + middle) / 2, translate("models", "{kernel} each").format(kernel=kernel)),
            ((middle + low) / 2, translate("models", "1 × 1, all to all")),
            (low, labels.amount(after, "{n} channel", "{n:,} channels")),
        ):
            quiet = y not in (top, low)
            area = QRectF(0, y - LINE / 2, left, LINE)
            sketch.words(area, text, align=Qt.AlignmentFlag.AlignLeft, color=sketch.quiet if quiet else None)

        def places(count: int) -> list[float]:
            shown = min(count, 6)
            return [left + room * (number + 0.5) / shown for number in range(shown)]

        for place in places(between):
            for other in places(after):
                sketch.line(QPointF(place, middle), QPointF(other, low), color=sketch.tokens.line_strong)
        for place in places(before):
            sketch.line(QPointF(place, top), QPointF(place, middle), color=sketch.accent, width=1.4)
            sketch.bar(QRectF(place - 5, (top + middle) / 2 - 5, 10, 10), sketch.tint, sketch.accent)
            sketch.dot(QPointF(place, top), 3, sketch.tokens.text)
        for place in places(between):
            sketch.dot(QPointF(place, middle), 3, sketch.tokens.text)
        for place in places(after):
            sketch.dot(QPointF(place, low), 3, sketch.tokens.text)
        sketch.compare(self.height() - 2 * COST, width, self._costs())

    def _costs(self) -> list[tuple[str, float]]:
        kernel = words.pair(self.pair.kernel)
        return _costs(self.pair, translate("models", "{kernel} each, then 1 × 1").format(kernel=kernel))

    def says(self) -> str:
        before, _, after = map(labels.integer, self.pair.channels)
        return translate(
            "models", "{before} channels, each through its own {kernel}, then all to all to {after}. {costs}."
        ).format(
            before=before,
            kernel=words.pair(self.pair.kernel),
            after=after,
            costs=labels.parted(name for name, _ in self._costs()),
        )


@dataclass(frozen=True)
class DenseDrawing:
    """The map grows from layer to layer: what is new stands at the end."""

    block: teaching.DenseBlock

    def _shown(self) -> list[tuple[int, int] | None]:
        """(channels so far, new) of the rows; None in the place of those that there is no room for."""
        rows, so_far = [(self.block.start, 0)], self.block.start
        for added in self.block.added:
            rows.append((so_far, added))
            so_far += added
        return [*rows] if len(rows) <= _MOST_ROWS + 1 else [*rows[: _MOST_ROWS - 1], None, rows[-1]]

    def height(self) -> float:
        return len(self._shown()) * LINE + 2

    def draw(self, sketch: Sketch, width: float) -> None:
        room = width - 56
        for number, row in enumerate(self._shown()):
            y = number * LINE
            if row is None:
                sketch.words(QRectF(0, y, room, LINE), "…", align=Qt.AlignmentFlag.AlignLeft, color=sketch.quiet)
                continue
            so_far, new = row
            kept = room * so_far / self.block.end
            sketch.bar(QRectF(0, y + 3, kept, LINE - 6), sketch.tint)
            sketch.bar(QRectF(kept, y + 3, room * new / self.block.end, LINE - 6), sketch.accent)
            text = labels.integer(so_far + new)
            sketch.words(QRectF(width - 52, y, 52, LINE), text, align=Qt.AlignmentFlag.AlignRight)

    def says(self) -> str:
        widths = ("…" if row is None else labels.integer(sum(row)) for row in self._shown())
        return translate("models", "Channels grow layer by layer: {widths}.").format(widths=labels.listed(widths))


@dataclass(frozen=True)
class StagesDrawing:
    """Maps as rectangles, as tall as rows and as thick as channels, on a scale of roots; dashed where it is not so."""

    stages: tuple[teaching.Stage, ...]

    def height(self) -> float:
        return LINE + 76 + 2 * LINE

    def draw(self, sketch: Sketch, width: float) -> None:
        step = width / len(self.stages)
        rows, channels = self.stages[0].rows, max(stage.channels for stage in self.stages)
        for place, stage in enumerate(self.stages):
            left = place * step
            high = max(3.0, 72 * (stage.rows / rows) ** 0.5)
            thick = max(3.0, (step - 18) * (stage.channels / channels) ** 0.5)
            middle = left + (step - 14) / 2
            sketch.bar(QRectF(middle - thick / 2, LINE + 74 - high, thick, high), sketch.tint, sketch.accent)
            size = f"{stage.rows} × {stage.columns}"
            area = QRectF(max(0.0, left - 5), LINE + 78, step - 4, LINE)
            if text_width(size, 0.75) > area.width():
                size = str(stage.rows)
            sketch.words(area, size, color=sketch.quiet, size=0.75)
            sketch.words(QRectF(left, 2 * LINE + 76, step - 14, LINE), labels.integer(stage.channels), size=0.85)
            if place + 1 < len(self.stages):
                holds = teaching.holds_between(stage, self.stages[place + 1])
                y = LINE + 40
                sketch.arrow(
                    QPointF(left + step - 13, y),
                    QPointF(left + step - 1, y),
                    color=sketch.accent if holds else sketch.quiet,
                    dashed=not holds,
                )
                sketch.words(QRectF(left + step - 22, y - LINE - 2, 30, LINE), "×2" if holds else "≠", size=0.75)

    def says(self) -> str:
        return labels.parted(
            labels.amount(
                stage.channels,
                "{rows} × {columns}, {n} channel",
                "{rows} × {columns}, {n:,} channels",
                rows=stage.rows,
                columns=stage.columns,
            )
            for stage in self.stages
        )


@dataclass(frozen=True)
class AttentionDrawing:
    """One position below looks at all above, at each with a weight of its own."""

    attention: teaching.Attention

    def height(self) -> float:
        return 4 * LINE + 44

    def draw(self, sketch: Sketch, width: float) -> None:
        shown = min(self.attention.keys, 9)
        places = [width * (number + 0.5) / shown for number in range(shown)]
        sketch.words(QRectF(0, 0, width, LINE), self._above(), color=sketch.quiet)
        top, low = 1.5 * LINE, 1.5 * LINE + 44
        asks = min(2, shown - 1)
        for number, place in enumerate(places):
            # Not the network's weights, which its input decides: lines of several strengths.
            near = 1 / (1 + abs(number - asks))
            color = theme.mix(sketch.tokens.line, sketch.accent, near)
            sketch.line(QPointF(places[asks], low), QPointF(place, top), color=color, width=0.8 + 1.6 * near)
        for place in places:
            sketch.dot(QPointF(place, top), 4, sketch.tokens.text)
        for number, place in enumerate(places):
            sketch.dot(QPointF(place, low), 4, sketch.accent if number == asks else sketch.tokens.line_strong)
        sketch.words(QRectF(0, low + 6, width, LINE), self._below(), color=sketch.quiet)
        sketch.words(QRectF(0, low + 6 + LINE, width, LINE), self._product())

    def _above(self) -> str:
        return labels.amount(
            self.attention.keys,
            "{n} position, looked at",
            "{n:,} positions, looked at",
        )

    def _below(self) -> str:
        return labels.amount(self.attention.queries, "{n} position looks", "{n:,} positions look")

    def _product(self) -> str:
        return f"{labels.integer(self.attention.queries)} × {labels.integer(self.attention.keys)} = " + labels.amount(
            self.attention.queries * self.attention.keys,
            "{n} weight",
            "{n:,} weights",
        )

    def says(self) -> str:
        return labels.parted([self._above(), self._below(), self._product()])


@dataclass(frozen=True)
class StackDrawing:
    """The weights of a run of small kernels, and of one kernel that sees as much."""

    stack: teaching.Stack

    def _costs(self) -> list[tuple[str, float]]:
        large = self.stack.large
        small = translate("models", "{count} × ({kernel})").format(
            count=self.stack.count, kernel=f"{self.stack.kernel} × {self.stack.kernel}"
        )
        return [
            _weights(small, self.stack.params),
            _weights(
                translate("models", "one {kernel}").format(kernel=f"{large.kernel} × {large.kernel}"), large.params
            ),
        ]

    def height(self) -> float:
        return 2 * COST

    def draw(self, sketch: Sketch, width: float) -> None:
        sketch.compare(0, width, self._costs())

    def says(self) -> str:
        return labels.parted(name for name, _ in self._costs())
