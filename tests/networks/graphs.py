"""Small ``.pt2`` files written by hand, as a stranger would write them."""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def tensor(name: str) -> dict[str, Any]:
    """A tensor as an argument or a result."""
    return {"as_tensor": {"name": name}}


def node(
    target: str, *arguments: dict[str, Any], outputs: Sequence[dict[str, Any]] = (), stack: str = "", **named: Any
) -> dict[str, Any]:
    """One call; ``target`` is an ATen operator unless it has its own prefix."""
    full = target if target.startswith(("torch.", "_operator.", "math.", "os.")) else f"torch.ops.aten.{target}"
    inputs = [{"name": "", "arg": argument, "kind": 1} for argument in arguments]
    inputs += [{"name": name, "arg": argument, "kind": 2} for name, argument in named.items()]
    return {
        "target": full,
        "inputs": inputs,
        "outputs": list(outputs),
        "metadata": {"nn_module_stack": stack} if stack else {},
    }


def program(
    nodes: Sequence[dict[str, Any]],
    result: str,
    *,
    picture: Sequence[int] = (1, 3, 8, 8),
    parameters: dict[str, Sequence[int]] | None = None,
) -> dict[str, Any]:
    """An exported program whose picture is called ``x``; parameters by their names in the network."""

    def meta(sizes: Sequence[int]) -> dict[str, Any]:
        return {"dtype": 7, "sizes": [{"as_int": size} for size in sizes]}

    own = {f"p_{name.replace('.', '_')}": (name, sizes) for name, sizes in (parameters or {}).items()}
    return {
        "graph_module": {
            "graph": {
                "nodes": list(nodes),
                "outputs": [tensor(result)],
                "tensor_values": {"x": meta(picture)} | {key: meta(sizes) for key, (_, sizes) in own.items()},
            },
            "signature": {
                "input_specs": [
                    *({"parameter": {"arg": {"name": key}, "parameter_name": name}} for key, (name, _) in own.items()),
                    {"user_input": {"arg": tensor("x")}},
                ],
                "output_specs": [{"user_output": {"arg": tensor(result)}}],
            },
        }
    }


def write(file: Path, content: dict[str, Any] | bytes, packing: int = zipfile.ZIP_DEFLATED) -> Path:
    """The file; ``content`` is a program, or the bytes of what stands in its place."""
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    with zipfile.ZipFile(file, "w", packing) as archive:
        archive.writestr(f"{file.stem}/models/model.json", text)
    return file
