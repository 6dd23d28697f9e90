"""Graphs inside the graph of an exported network, and the names of what it returns, as plain JSON values.

``torch.no_grad()`` and ``torch.autocast`` in a network's ``forward`` are exported as one call of a graph of its own;
its calls are written in place of it here, so that the rest of the program sees one flat list.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cnnstudio.errors import WeightsError

# Calls that do what stands in their graph, under a setting that changes no shape.
_AROUND = frozenset(
    f"torch.ops.higher_order.{name}"
    for name in ("wrap_with_set_grad_enabled", "wrap_with_autocast", "wrap", "wrap_activation_checkpoint")
)
_DEEPEST = 16
_NAMES = ("name", "as_name")


def flattened(graph: Mapping[str, Any]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The graph's calls without graphs inside, and what results are called that are only handed on.

    Raises:
        WeightsError: if graphs lie inside one another more deeply than in any network.
    """
    return _flattened(graph, 0)


def _flattened(graph: Mapping[str, Any], depth: int) -> tuple[list[dict[str, Any]], dict[str, str]]:
    if depth > _DEEPEST:
        raise WeightsError("The file has graphs inside graphs more deeply than can be shown.")
    calls: list[dict[str, Any]] = []
    handed_on: dict[str, str] = {}
    for number, node in enumerate(graph["nodes"]):
        call = _renamed_call(node, handed_on) if handed_on else node
        arguments = [entry["arg"] for entry in call["inputs"]]
        place = next((place for place, argument in enumerate(arguments) if "as_graph" in argument), None)
        if place is None or call["target"] not in _AROUND:
            calls.append(call)
            continue
        inner = arguments[place]["as_graph"]["graph"]
        within, inner_handed_on = _flattened(inner, depth + 1)
        names: dict[str, str] = {}
        for formal, actual in zip(inner["inputs"], arguments[place + 1 :], strict=True):
            names[_name(formal)] = _name(actual)
        results = [name for output in call["outputs"] for name in _result_names(output)]
        for inside, outside in zip(inner["outputs"], results, strict=False):
            name = _name(inside)
            name = inner_handed_on.get(name, name)
            if name in names:
                handed_on[outside] = names[name]
            else:
                names[name] = outside
        made = _Names(names, f"{depth}.{number}/{results[0] if results else ''}/")
        calls += [_renamed_call(entry, made) for entry in within]
    return calls, handed_on


class _Names(dict[str, str]):
    """New names by old ones; what has none gets one that nothing outside has."""

    def __init__(self, names: Mapping[str, str], prefix: str) -> None:
        super().__init__(names)
        self._prefix = prefix

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        return super().get(key, f"{self._prefix}{key or default}")


def _name(value: Mapping[str, Any]) -> str:
    ((_, entry),) = value.items()
    for key in _NAMES:
        if isinstance(entry, dict) and isinstance(entry.get(key), str):
            return str(entry[key])
    raise WeightsError("The file gives a graph inside its graph something other than tensors, which cannot be shown.")


def _result_names(output: Mapping[str, Any]) -> list[str]:
    ((_, value),) = output.items()
    return [_name({"": entry}) for entry in (value if isinstance(value, list) else [value])]


def _renamed_call(node: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        **node,
        "inputs": [{**entry, "arg": _renamed(entry["arg"], names)} for entry in node["inputs"]],
        "outputs": [_renamed(output, names) for output in node["outputs"]],
    }


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        if "as_graph" in value:
            return value  # of a call that is refused as it is
        return {
            key: names.get(inner, inner) if key in _NAMES and isinstance(inner, str) else _renamed(inner, names)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return value


def output_names(program: Mapping[str, Any], count: int) -> tuple[str, ...]:
    """What leads to each of the network's ``count`` results: keys and places, joined by dots; empty for a lone one."""
    numbers = tuple(map(str, range(count))) if count > 1 else ("",)
    try:
        (root,) = (call for call in program["graph_module"]["module_call_graph"] if call["fqn"] == "")
        names = tuple(_leaves(json.loads(root["signature"]["out_spec"])[1], "", 0))
    except Exception:  # Written by anyone, in a format that PyTorch changes now and then.
        return numbers
    return names if len(names) == count and len(set(names)) == count else numbers


def _leaves(spec: Mapping[str, Any], name: str, depth: int) -> Sequence[str]:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if spec["type"] is None:
        return [name]
    context = spec["context"]
    keys = json.loads(context) if isinstance(context, str) else context
    children = spec["children_spec"]
    if not (isinstance(keys, list) and len(keys) == len(children)):
        keys = list(range(len(children)))
    found: list[str] = []
    for key, child in zip(keys, children, strict=True):
        found += _leaves(child, f"{name}.{str(key)[:64]}" if name else str(key)[:64], depth + 1)
    return found
