"""An analysis as text: an indented tree, a table, JSON values. Fits a terminal of 80 columns."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from cnnstudio.analysis.results import Analysis, Layer, ReceptiveField, Shape

_PREFIXES = "KMGTP"


def shape(value: Shape | None) -> str:
    """(1, 64, 112, 112) -> ``64x112x112``: the batch is left out."""
    return "-" if value is None else "x".join(map(str, value[1:])) or "scalar"


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


def tree(analysis: Analysis, width: int = 80, *, plain: bool = False) -> str:
    """The layers as a tree, equal blocks in a row folded into one with ``x N, each``; ``plain``: ASCII lines only.

    The figures of what is folded are those of each of them; equal blocks whose figures differ stand one by one.
    """
    root = analysis.root
    rows = [(f"{analysis.title} ({root.type})", root), *_branches(root, "", plain=plain)]
    cells = [(label, shape(layer.output_shape), f"{layer.total_params:,}", short(layer.macs)) for label, layer in rows]
    return "\n".join([*_aligned([("Layer", "Output", "Params", "MACs"), *cells], width), "", *_totals(analysis, width)])


def _branches(layer: Layer, lines: str, *, plain: bool) -> Iterator[tuple[str, Layer]]:
    rows = [list(alike) for _, alike in groupby(layer.children, _looks)]
    tee, corner, bar = ("|- ", "`- ", "|  ") if plain else ("├─ ", "└─ ", "│  ")
    for number, (child, *others) in enumerate(rows):
        last = number == len(rows) - 1
        times = f" x {1 + len(others)}, each" if others else ""
        only = " (training only)" if child.auxiliary and not layer.auxiliary else ""
        if child.shared_with:
            only += f" (shared with {_listed(child.shared_with)})"
        yield f"{lines}{corner if last else tee}{child.name} {child.type}{times}{only}", child
        yield from _branches(child, lines + ("   " if last else bar), plain=plain)


def _looks(layer: Layer) -> tuple[object, ...]:
    """What is equal where one line can stand for several layers: how they are built and all its figures."""
    return layer.structure, layer.output_shape, layer.total_params, layer.macs, layer.auxiliary, layer.shared_with


def _listed(paths: Sequence[str]) -> str:
    return ", ".join(path or "the network itself" for path in paths)


def table(analysis: Analysis, width: int = 80) -> str:
    """The layers that compute, one a line, in the order of ``named_modules()``."""
    header = ("Layer", "Type", "Output", "Kernel", "Params", "MACs", "Field")
    rows = [
        (
            layer.path or "(network)",
            layer.type,
            shape(layer.output_shape),
            square(layer.kernel),
            f"{layer.own_params:,}{'*' * bool(layer.shared_with)}",
            short(layer.own_macs),
            _seen(layer, analysis),
        )
        for layer in analysis.root.walk()
        if not layer.children or layer.own_params or layer.own_macs
    ]
    owning = [layer for layer in analysis.root.walk() if layer.parameters and layer.shared_with]
    shared = [f"{layer.path} with {_listed(layer.shared_with)}" for layer in owning]
    notes = textwrap.wrap(f"* Shared, and counted there: {'; '.join(shared)}.", width) if shared else []
    return "\n".join([*_aligned([header, *rows], width), *notes, "", *_totals(analysis, width)])


def _seen(layer: Layer, analysis: Analysis) -> str:
    field = layer.receptive_field
    if field is None:
        return "-"
    size = "all" if field.covers(*analysis.input_shape[1:]) else square(field.size)
    return f"<={size}" if field.at_most else size


def _totals(analysis: Analysis, width: int) -> list[str]:
    lines = [
        f"Input        {' x '.join(map(str, analysis.input_shape))}"
        + (f", {analysis.batch} at once" if analysis.batch > 1 else ""),
        f"Parameters   {analysis.total_params:,} ({_memory(analysis.parameter_bytes)})",
        f"MACs         {analysis.total_macs:,} ({short(analysis.total_macs)})",
        f"Activations  {_memory(analysis.activation_bytes)}",
    ]
    if analysis.trainable_params != analysis.total_params:
        lines.insert(2, f"Trainable    {analysis.trainable_params:,}")
    if len(analysis.outputs) > 1:
        listed = "; ".join(f"{name} {'x'.join(map(str, sizes))}" for name, sizes in analysis.named_outputs)
        lines += textwrap.wrap(f"Outputs      {listed}", width, subsequent_indent=" " * 13)
    return [*lines, *(line for remark in analysis.remarks for line in textwrap.wrap(remark, width))]


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
    widths = [max(map(len, column)) for column in columns]
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
            _fitted(cell, size, from_left=number == 0 and len(columns) > 4).ljust(size)
            if number in texts
            else cell.rjust(size)
            for number, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((" " * gap).join(cells).rstrip())
    return lines


def _fitted(text: str, size: int, *, from_left: bool) -> str:
    """A path keeps its end, which tells layers apart; a type keeps its beginning."""
    if len(text) <= size:
        return text
    return f"..{text[len(text) - size + 2 :]}" if from_left else f"{text[: size - 2]}.."
