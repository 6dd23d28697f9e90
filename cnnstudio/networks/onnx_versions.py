"""What older sets of ONNX's operators mean by the same names, said in the words of today's.

Source: https://github.com/onnx/onnx/blob/main/docs/Changelog.md. Where a setting became an input (sizes, axes, pads,
bounds), the operators themselves take both; here stands what is meant otherwise though it is written alike.
"""

from dataclasses import replace
from typing import Any

from cnnstudio.networks.onnx_file import OnnxNode

_NEWEST = 1 << 20


def modern(node: OnnxNode, opset: int) -> OnnxNode:
    """The node as today's operators would have it.

    Settings that today's do not have are added: ``flattens`` (Softmax and its like: all dimensions from ``axis`` on are
    one), ``num_outputs`` also where it is not written, ``training_mode`` where it was told by the number of results.

    Args:
        node: as it stands in the file.
        opset: version of the operators that the file says; 0 where it says none.
    """
    version = opset or _NEWEST
    settings = dict(node.settings)
    match node.operator:
        case "Softmax" | "LogSoftmax" | "Hardmax" if version < 13:
            settings = {"axis": 1, **settings, "flattens": 1}
        case "Split" if len(node.inputs) < 2 or not node.inputs[1]:
            settings.setdefault("num_outputs", len(node.outputs))
        case "BatchNormalization" if version < 14:
            settings["training_mode"] = int(_learns(node, settings, version))
        case "PRelu" if version < 7:
            settings["of_channels"] = 1
        case "Concat" if version < 4:
            settings.setdefault("axis", 1)
        case "Resize" | "Upsample" if version < 11 or node.operator == "Upsample":
            settings["coordinate_transformation_mode"] = "asymmetric"
            settings["nearest_mode"] = "simple"
    return node if settings == node.settings else replace(node, settings=settings)


def _learns(node: OnnxNode, settings: dict[str, Any], version: int) -> bool:
    """Whether batch normalisation measures the minibatch."""
    if version < 7:
        return not settings.get("is_test", 0)
    return any(node.outputs[1:])
