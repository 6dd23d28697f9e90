"""An analysis as text: an indented tree, a table, JSON values. Fits a terminal of 80 columns.

The tree and the table are written in the language of whoever prints them, who gives ``say``; JSON is English.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from cnnstudio import terminal
from cnnstudio.analysis.results import Analysis, Layer, ReceptiveField, Shape, paths_of
from cnnstudio.messages import Message, parted

Say = Callable[[str], str]

_PREFIXES = "KMGTP"


def shape(value: Shape | None) -> str:
    """(1, 64, 112, 112) -> ``64x112x112``: the batch is left out."""
    return "-" if value is None else "x".join(map(str, value[1:])) or Message("scalar")


def square(value: Sequence[int | float] | None) -> str:
    """(3, 3) -> ``3x3``."""
    return "-" if value is None else "x".join(f"{number:g}" for number in value)


def short(number: int) -> str:
    """15470264320 -> ``15.5 G``: three significant digits."""
    value = float(number)
    for prefix in ("", *_PREFIXES):
        if value < 999.5:
            return f"{value:.3g} {prefix}".strip()
        value /= 1000
    return f"{value:.3g} E"


def as_json(analysis: Analysis) -> dict[str, Any]:
    """What ``cnnstudio summary --format json`` prints; a layer's ``params`` and ``macs`` are its own: they add up.

    ``remarks`` and ``outputs`` are there where something has to be said beside the totals, and for several outputs;
    a layer's ``shared_with`` where its parameters are counted at another.
    """
    more: dict[str, Any] = {}
    if analysis.remarks:
        more["remarks"] = list(analysis.remarks)
    if len(analysis.outputs) > 1:
        more["outputs"] = [
            {"name": name, "shape": list(shape)} | ({"fixed": analysis.fixed[name]} if name in analysis.fixed else {})
            for name, shape in analysis.outputs
        ]
    return more | {
        "network": analysis.name,
        "input": list(analysis.input_shape),
        "total_params": analysis.total_params,
        "total_macs": analysis.total_macs,
        "layers": [
            {
                "path": layer.path,
                "type": layer.type,
                "depth": layer.depth,
                "input_shape": _list(layer.input_shape),
                "output_shape": _list(layer.output_shape),
                "params": layer.own_params,
                "macs": 0 if layer.auxiliary else layer.own_macs,
                "receptive_field": _field(layer.receptive_field),
            }
            | ({"shared_with": list(layer.shared_with)} if layer.shared_with else {})
            for layer in analysis.root.walk()
        ],
    }


def _list(value: Shape | None) -> list[int] | None:
    return None if value is None else list(value)


def _field(field: ReceptiveField | None) -> dict[str, object] | None:
    if field is None:
        return None
    found: dict[str, object] = {"size": list(field.size), "stride": list(field.stride), "offset": list(field.offset)}
    if field.every != (1, 1):
        found["every"] = list(field.every)
    if field.at_most:
        found["at_most"] = True
    return found


def tree(analysis: Analysis, width: int = 80, *, plain: bool = False, say: Say = str) -> str:
    """The layers as a tree, equal blocks in a row folded into one with ``x N, each``; ``plain``: ASCII lines only.

    The figures of what is folded are those of each of them; equal blocks whose figures differ stand one by one.
    """
    root = analysis.root
    rows = [(f"{say(analysis.title)} ({root.type})", root), *_branches(root, "", say, plain=plain)]
    header = (Message("Layer"), Message("Output"), Message("Params"), Message("MACs"))
    cells = [
        (label, say(shape(layer.output_shape)), f"{layer.total_params:,}", short(layer.macs)) for label, layer in rows
    ]
    table = _aligned([[*map(say, header)], *cells], width)
    return "\n".join([*table, "", *_totals(analysis, width, say)])


def _branches(layer: Layer, lines: str, say: Say, *, plain: bool) -> Iterator[tuple[str, Layer]]:
    rows = [list(alike) for _, alike in groupby(layer.children, _looks)]
    tee, corner, bar = ("|- ", "`- ", "|  ") if plain else ("├─ ", "└─ ", "│  ")
    for number, (child, *others) in enumerate(rows):
        last = number == len(rows) - 1
        what = f"{child.name} {child.type}"
        if others:
            what = Message("{layers} x {n}, each", layers=what, n=1 + len(others))
        if child.auxiliary and not layer.auxiliary:
            what = Message("{layer} (training only)", layer=what)
        if child.shared_with:
            what = Message("{layer} (shared with {layers})", layer=what, layers=paths_of(child.shared_with))
        yield f"{lines}{corner if last else tee}{say(what)}", child
        yield from _branches(child, lines + ("   " if last else bar), say, plain=plain)


def _looks(layer: Layer) -> tuple[object, ...]:
    """What is equal where one line can stand for several layers: how they are built and all its figures."""
    return layer.structure, layer.output_shape, layer.total_params, layer.macs, layer.auxiliary, layer.shared_with


def table(analysis: Analysis, width: int = 80, *, say: Say = str) -> str:
    """The layers that compute, one a line, in the order of ``named_modules()``."""
    header = (
        Message("Layer"),
        Message("Type"),
        Message("Output"),
        Message("Kernel"),
        Message("Params"),
        Message("MACs"),
        Message("Field"),
    )
    rows = [
        (
            layer.path or say(Message("(network)")),
            layer.type,
            say(shape(layer.output_shape)),
            square(layer.kernel),
            f"{layer.own_params:,}{'*' * bool(layer.shared_with)}",
            short(layer.own_macs),
            say(_seen(layer, analysis)),
        )
        for layer in analysis.root.walk()
        if not layer.children or layer.own_params or layer.own_macs
    ]
    owning = [layer for layer in analysis.root.walk() if layer.parameters and layer.shared_with]
    shared = [
        Message("{layer} with {layers}", layer=layer.path, layers=paths_of(layer.shared_with)) for layer in owning
    ]
    note = Message("* Shared, and counted there: {layers}.", layers=parted(shared))
    notes = terminal.wrapped(say(note), width) if shared else []
    return "\n".join([*_aligned([[*map(say, header)], *rows], width), *notes, "", *_totals(analysis, width, say)])


def _seen(layer: Layer, analysis: Analysis) -> str:
    field = layer.receptive_field
    if field is None:
        return "-"
    size = Message("all") if field.covers(*analysis.input_shape[1:]) else square(field.size)
    return Message("<={size}", size=size) if field.at_most else size


def _totals(analysis: Analysis, width: int, say: Say) -> list[str]:
    sizes, batch = " x ".join(map(str, analysis.input_shape)), analysis.batch
    entries: list[tuple[Message, str]] = [
        (Message("Input"), Message("{sizes}, {n} at once", sizes=sizes, n=batch) if batch > 1 else sizes),
        (Message("Parameters"), f"{analysis.total_params:,} ({_memory(analysis.parameter_bytes)})"),
        (Message("MACs"), f"{analysis.total_macs:,} ({short(analysis.total_macs)})"),
        (Message("Activations"), _memory(analysis.activation_bytes)),
    ]
    if analysis.trainable_params != analysis.total_params:
        entries.insert(2, (Message("Trainable"), f"{analysis.trainable_params:,}"))
    if len(analysis.outputs) > 1:
        outputs = [
            Message("{output} {sizes}", output=name, sizes="x".join(map(str, its)))
            for name, its in analysis.named_outputs
        ]
        entries.append((Message("Outputs"), parted(outputs)))
    names = [say(name) for name, _ in entries]
    column = max(map(terminal.width, names)) + 2
    lines = []
    for name, (_, value) in zip(names, entries, strict=True):
        first, *more = terminal.wrapped(say(value), width - column)
        lines += [terminal.padded(name, column) + first, *(" " * column + line for line in more)]
    return [*lines, *(line for remark in analysis.remarks for line in terminal.wrapped(say(remark), width))]


def _memory(number: int) -> str:
    value, unit = float(number), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if value < 1024:
            break
        value, unit = value / 1024, larger
    return f"{value:.3g} {unit}" if value < 999.5 else f"{value:.0f} {unit}"


def _aligned(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Columns side by side; texts are shortened until a line fits, numbers (from the third column on) never."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(terminal.width, column)) for column in columns]
    texts = [0, 1] if len(columns) > 4 else [0]
    gap = 2
    excess = sum(widths) + gap * (len(widths) - 1) - width
    for column in (texts if excess > 0 else ())[::-1]:
        least = 12 if column else 16
        cut = min(excess, max(0, widths[column] - least))
        widths[column] -= cut
        excess -= cut
    lines = []
    for row in rows:
        cells = [
            terminal.padded(_fitted(cell, size, from_left=number == 0 and len(columns) > 4), size)
            if number in texts
            else terminal.padded(cell, size, right=True)
            for number, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((" " * gap).join(cells).rstrip())
    return lines


def _fitted(text: str, size: int, *, from_left: bool) -> str:
    """A path keeps its end, which tells layers apart; a type keeps its beginning."""
    if terminal.width(text) <= size:
        return text
    while terminal.width(text) > size - 2:
        text = text[1:] if from_left else text[:-1]
    return f"..{text}" if from_left else f"{text}.."
