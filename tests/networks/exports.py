"""Export every network of the catalogue, and the smallest of each family of timm's where it is installed.

``python -m tests.networks.exports FOLDER [NAME...]`` takes half an hour for all. For each network, before and after
``run_decompositions``: which operators it has, how large its graph is, and whether the program opens it with the same
parameters and multiply-accumulates. The operators are written into ``exported_operators.txt``, which a test reads.

``python -m tests.networks.exports --small`` writes ``tests/data/exported``, the files that fuzzing starts from,
``--onnx`` those in ``tests/data/onnx``.
"""

import importlib.util
import logging
import sys
import time
import warnings
import zipfile
from pathlib import Path

import torch
from torch import nn

from cnnstudio.analysis import building
from cnnstudio.analysis.network import analyse_exported
from cnnstudio.networks import building as bare
from cnnstudio.networks import catalogue
from cnnstudio.networks.exported_file import program
from tests.networks.small_networks import Attention, Mobile, Named

SMALL = Path(__file__).resolve().parents[1] / "data" / "exported"
SMALL_ONNX = SMALL.with_name("onnx")
SEEN = Path(__file__).with_name("exported_operators.txt")


def networks() -> list[tuple[str, object]]:
    """Names, and functions that build (module on ``meta``, input shape)."""
    found: list[tuple[str, object]] = [(spec.name, spec) for spec in catalogue.specs()]
    if importlib.util.find_spec("timm") is None:
        return found
    for names in families():
        found += [(f"timm/{name}", name) for name in dict.fromkeys((names[0], names[len(names) // 2]))]
    return found


def families() -> list[list[str]]:
    """timm's networks by family, the smallest of each first."""
    import timm

    sizes = ("atto", "femto", "pico", "nano", "tiny", "xxs", "xs", "_t", "small", "_s", "micro", "18", "base", "_b")

    def size(name: str) -> tuple[int, int, str]:
        return next((i for i, part in enumerate(sizes) if part in name), 99), len(name), name

    found = (sorted(timm.list_models(module=module), key=size) for module in timm.list_modules())
    return [names for names in found if names]


def built(source: object) -> tuple[nn.Module, tuple[int, ...]]:
    """A network on ``meta``, and its input's shape (C, H, W)."""
    if isinstance(source, catalogue.NetworkSpec):
        return building.build(source, input_shape=source.input_shape).eval(), source.input_shape
    import timm

    try:
        with bare.without_memory():
            module = timm.create_model(source, pretrained=False)
    except RuntimeError:  # some constructors run a layer on a picture of their own
        module = timm.create_model(source, pretrained=False)
    bare.to_meta(module)
    return module.eval(), tuple(module.default_cfg.get("input_size", (3, 224, 224)))


def exported(module: nn.Module, shape: tuple[int, ...], form: str, file: Path, device: str = "meta") -> Path:
    """Write the network as a ``.pt2`` without its weights."""
    graph = torch.export.export(module, (torch.zeros(1, *shape, device=device),))
    if form == "decomposed":
        graph = graph.run_decompositions()
    return _without_weights(graph, file)


def _without_weights(graph: torch.export.ExportedProgram, file: Path) -> Path:
    whole = file.with_suffix(".whole.pt2")
    torch.export.save(graph, whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename.endswith(".json"):
                new.writestr(info.filename, old.read(info))
    whole.unlink()
    return file


def small() -> None:
    """Export the small networks, and one whose batch may vary."""
    SMALL.mkdir(parents=True, exist_ok=True)
    for name, module, side in (
        ("attention", Attention(), 16),
        ("mobile", Mobile(), 16),
        ("named", Named(), 8),
        ("lenet5", catalogue.get("lenet5").build(), 28),
    ):
        channels = 1 if name == "lenet5" else 3
        for form in ("exported", "decomposed"):
            exported(module.eval(), (channels, side, side), form, SMALL / f"{name}-{form}.pt2", device="cpu")
    batch = {0: torch.export.Dim("n")}
    varying = torch.export.export(Named().eval(), (torch.zeros(2, 3, 8, 8),), dynamic_shapes=(batch,))
    _without_weights(varying, SMALL / "named-varying.pt2")


def small_onnx() -> None:
    """Small networks in ONNX: PyTorch's exports in two operator sets, and what it does not export, by hand."""
    from tests.networks import onnx_models, test_onnx_quantised, test_onnx_recurrent

    SMALL_ONNX.mkdir(parents=True, exist_ok=True)
    for name, module, side in (
        ("attention", Attention(), 16),
        ("mobile", Mobile(), 16),
        ("named", Named(), 8),
        ("convnet", catalogue.get("convnet").build(), 28),
    ):
        for opset in (11, 17) if name != "attention" else (17,):
            file = SMALL_ONNX / f"{name}-{opset}.onnx"
            channels = 1 if name == "convnet" else 3
            torch.onnx.export(
                module.eval(), (torch.zeros(1, channels, side, side),), file, dynamo=False, opset_version=opset
            )
            written = onnx_models.onnx.load(file)
            for tensor in written.graph.initializer:
                if len(tensor.raw_data) > 4 * 4096:  # the numbers of large weights are not read
                    tensor.ClearField("raw_data")
            onnx_models.saved(written, SMALL_ONNX).rename(file)
    made = {
        "recurrent": test_onnx_recurrent.recurrent("LSTM", "bidirectional"),
        "quantised": test_onnx_quantised.quantised_convolution(),
        "resized": onnx_models.of_case(
            (
                "Resize",
                ["", onnx_models.some(4) ** 2 + 1],
                {"mode": "linear", "coordinate_transformation_mode": "asymmetric"},
            )
        ),
        "chosen": onnx_models.of_case(("TopK", [onnx_models.whole(3)], {"axis": 2}), results=2),
        "oldest": onnx_models.of_case(("Softmax", [], {"axis": 2}), opset=7),
        "several": onnx_models.of_case(("Split", [], {"axis": 1}), opset=13, results=3, shape=(1, 10, 4, 4)),
    }
    for name, model in made.items():
        onnx_models.saved(model, SMALL_ONNX).rename(SMALL_ONNX / f"{name}.onnx")


def main(arguments: list[str]) -> int:
    """Export, open, print a line each; returns the number of networks that do not open."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if arguments == ["--onnx"]:
        small_onnx()
        return 0
    if arguments == ["--small"]:
        small()
        return 0
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    seen = set(SEEN.read_text().split()) if SEEN.is_file() else set()
    failed = 0
    for name, source in networks():
        if arguments[1:] and name not in arguments[1:]:
            continue
        for form in ("exported", "decomposed"):
            file = folder / f"{name.replace('/', '-')}-{form}.pt2"
            if not file.is_file():
                try:
                    file = exported(*built(source), form, file)
                except Exception as error:  # Not every network can be exported.
                    print(f"{name:40} {form:10} no export: {str(error).splitlines()[0][:80]}", flush=True)
                    break
            nodes = program(file)["graph_module"]["graph"]["nodes"]
            seen |= {node["target"] for node in nodes if node["target"].startswith("torch.ops.aten.")}
            start = time.perf_counter()
            try:
                analysis = analyse_exported(file)
            except Exception as error:
                failed += 1
                print(f"{name:40} {form:10} DOES NOT OPEN: {error}", flush=True)
                continue
            print(
                f"{name:40} {form:10} {len(nodes):6,} calls {time.perf_counter() - start:6.2f} s "
                f"{analysis.total_params:13,} parameters {analysis.total_macs:16,} MACs",
                flush=True,
            )
        SEEN.write_text("\n".join(sorted(seen)) + "\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
