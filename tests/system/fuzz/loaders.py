"""Every way in which a file of any origin comes into the program, with valid files to start from.

To add one, put a ``Loader`` into ``LOADERS``: its valid files, how each is changed, what opens it, whose lines count.
"""

import base64
import gzip
import importlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from tests import kept_home
from tests.system.fuzz import mutate
from tests.system.fuzz.mutate import Chance, Mutator

Folder = dict[str, bytes]
"""Valid files by their names: one file, or a folder that is opened as one."""


class Link(bytes):
    """In a folder: no file, but a link to this place."""


@dataclass(frozen=True)
class Plant:
    """A fault that is put into a function to see whether it is found.

    Attributes:
        kind: ``raise``, ``loop``, ``allocate`` or ``print``.
        place: ``module:function`` or ``module:Class.method``, below ``cnnstudio``.
        every: of its calls, this one.
    """

    kind: str
    place: str
    every: int = 5


@dataclass(frozen=True, eq=False)
class Loader:
    """One way in.

    Attributes:
        name: on the command line.
        seeds: makes the valid files.
        mutator: how a file is changed, by its name; None leaves it as it is.
        load: opens what lies in a folder; anything but a result or a StudioError is a fault.
        modules: whose lines count, below ``cnnstudio``; functions that only write are left out by name.
        beyond: lines, by module and as they are written, that no input can reach, with the reason.
        whole: how a folder is changed as a whole: files that are missing, doubled or something else.
        seconds: of the processor's time for one input.
        megabytes: of memory for one input, beyond what the process had before.
        stack_errors: whether Python's parser says MemoryError where its stack is full, or a bound of the loader's own.
        plants: faults for ``--plant``.
    """

    name: str
    seeds: Callable[[], Sequence[Folder]]
    mutator: Callable[[str], Mutator | None]
    load: Callable[[Path], Any]
    modules: Mapping[str, Sequence[str]]
    seconds: float = 10.0
    megabytes: int = 300
    stack_errors: bool = False
    plants: Sequence[Plant] = field(default=())
    beyond: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    whole: Callable[[Chance, Folder], None] | None = None

    @cache  # noqa: B019
    def valid(self) -> tuple[Folder, ...]:
        """The valid files, made once."""
        return tuple(self.seeds())

    def imported(self) -> dict[str, ModuleType]:
        """The modules whose lines count."""
        return {name: importlib.import_module(f"cnnstudio.{name}") for name in self.modules}

    def changed(self, chance: Chance) -> Folder:
        """A valid folder with one of its files changed, or with other files."""
        files = dict(chance.choice(self.valid()))
        if self.whole is not None and chance.random() < 0.3:
            self.whole(chance, files)
            if chance.random() < 0.7:
                return files
        names = [name for name in files if self.mutator(name) is not None]
        if not names:
            return files
        name = chance.choice(names)
        change = self.mutator(name)
        assert change is not None
        files[name] = change(chance, files[name])
        return files


LOADERS: dict[str, Loader] = {}

_FITS_BY_THEN = "every tensor is compared with the network before it is copied into it"
_NOBODY_KNOWS = "for what nobody has thought of: an input that reached it would be a fault of the reader of pictures"


def _add(loader: Loader) -> None:
    LOADERS[loader.name] = loader


def _always(change: Mutator) -> Callable[[str], Mutator | None]:
    return lambda _name: mutate.rarely_raw(change)


# --- exported networks


def _exported() -> list[Folder]:
    return [{"network.pt2": file.read_bytes()} for file in sorted((kept_home.DATA / "exported").glob("*.pt2"))]


def _graph(chance: Chance, name: str, content: bytes) -> bytes:
    if not name.endswith(".json"):
        return mutate.raw(chance, content)
    if "/models/" not in name or chance.random() < 0.3:
        return mutate.json_text(chance, content)
    program = json.loads(content)
    graph = program["graph_module"]["graph"]
    node = chance.choice(graph["nodes"])
    kind = chance.randrange(7)
    if kind == 0:
        from cnnstudio.networks.operators import OPERATORS

        odd = ["os.system", "torch.ops.aten.from_file.default", "_operator.pow", "math.trunc", "torch.sym_max", ""]
        node["target"] = chance.choice([*odd, *OPERATORS, *OPERATORS])
    elif kind < 3 and node["inputs"]:
        argument = chance.choice(node["inputs"])
        argument["arg"] = _argument(chance, graph)
    elif kind == 3 and node["inputs"]:
        argument = chance.choice(node["inputs"])
        ((_, old),) = argument["arg"].items()
        argument["arg"] = {chance.choice([*argument["arg"], "as_int", "as_ints", "as_tensor", "as_sym_int"]): old}
    elif kind == 4:
        node["metadata"] = {"nn_module_stack": ";".join(_frame(chance) for _ in range(chance.choice([1, 3, 40])))}
    elif kind == 5:
        meta = graph["tensor_values"][chance.choice(list(graph["tensor_values"]))]
        meta["sizes"] = [
            {"as_int": chance.choice([0, 1, 2, 3, 2**20, 2**40, 2**62, -1])}
            for _ in range(chance.choice([0, 1, 4, 4, 20]))
        ]
        meta["dtype"] = chance.choice([1, 5, 7, 10, 12, 28, 0, 99])
    else:
        place = chance.randrange(len(graph["nodes"]))
        graph["nodes"][place:place] = [chance.choice(graph["nodes"])] * chance.choice([1, 1, 3, 200])
    return json.dumps(program).encode("utf-8", "surrogatepass")


def _argument(chance: Chance, graph: Mapping[str, Any]) -> dict[str, Any]:
    name = {"name": chance.choice(list(graph["tensor_values"]))}
    number = chance.choice([0, 1, -1, 2, 3, 7, 224, 2**20, 2**31, 2**40, 2**62, 2**63 - 1, -(2**63), 2**63])
    choices: list[dict[str, Any]] = [
        {"as_tensor": name},
        {"as_tensors": [name] * chance.choice([0, 1, 2, 30])},
        {"as_int": number},
        {"as_ints": [number] * chance.choice([0, 1, 2, 4, 20])},
        {"as_ints": [chance.choice([1, 1, 2, 3, number]) for _ in range(chance.choice([2, 4]))]},
        {"as_float": chance.choice([0.0, 1.5, 1e300, "Infinity", "NaN", "x"])},
        {"as_floats": [chance.choice([2.0, 0.5, 1e12, "NaN"])] * 2},
        {"as_bool": chance.random() < 0.5},
        {"as_string": chance.choice(["same", "valid", "none", "bilinear", "cpu", "ij,jk->ik", "x" * 500])},
        {"as_none": True},
        {"as_scalar_type": chance.choice([7, 5, 12, 10, 99, -1])},
        {"as_device": {"type": "cpu", "index": None}},
        {"as_sym_int": {"as_name": "x"}},
        {"as_sym_ints": [{"as_int": number}, {"as_name": "x"}]},
        {"as_optional_tensors": [{"as_none": True}, {"as_tensor": name}]},
        {"as_graph": {"name": "g", "graph": {}}},
        {"as_custom_obj": {"name": "o", "class_fqn": "os.system"}},
        {},
        {"as_int": 1, "as_bool": True},
    ]
    return chance.choice(choices)


def _frame(chance: Chance) -> str:
    paths = ["", "a", "a.b", "forward", "training", "_modules", "a" * 600, "a." * 50 + "b", "a..b", ".", "0"]
    kinds = ["torch.nn.Conv2d", "x", "", "1", "a.b.class", "torch.nn.modules.linear.Linear"]
    return f"{chance.choice('kl')},{chance.choice(paths)},{chance.choice(kinds)}"


def _load_exported(folder: Path) -> Any:
    import torch

    from cnnstudio.analysis.network import analyse_exported

    before = torch.get_rng_state()
    try:
        return analyse_exported(folder / "network.pt2")
    finally:
        if not torch.equal(before, torch.get_rng_state()):
            raise AssertionError("the file moved the program's random numbers")


_add(
    Loader(
        "pt2",
        _exported,
        _always(mutate.zipped(_graph)),
        _load_exported,
        {"networks.exported_file": (), "networks.exported": (), "networks.playback": (), "json_text": ()},
        megabytes=500,
        plants=(
            Plant("raise", "analysis.network:_with_runs"),
            Plant("loop", "networks.exported:_connect"),
            Plant("allocate", "networks.playback:_bound_work"),
            Plant("print", "networks.exported:_settle"),
            Plant("draw", "networks.playback:_check_result"),
        ),
    )
)

# --- networks in ONNX


def _onnx() -> list[Folder]:
    return [{"network.onnx": file.read_bytes()} for file in sorted((kept_home.DATA / "onnx").glob("*.onnx"))]


def _other_operators(chance: Chance, content: bytes) -> bytes:
    """Operators' names in place of others', where they are as long; then fields changed."""
    from cnnstudio.networks.onnx_layers import LAYERS
    from cnnstudio.networks.onnx_operators import FUNCTIONS

    names = sorted({*LAYERS, *FUNCTIONS})
    there = [name for name in names if name.encode() in content]
    for name in chance.sample(there, min(len(there), chance.choice([0, 1, 1, 2]))):
        alike = [other for other in names if len(other) == len(name)]
        content = content.replace(name.encode(), chance.choice(alike).encode(), chance.choice([1, -1]))
    return mutate.protobuf(chance, content) if chance.random() < 0.8 else content


def _load_onnx(folder: Path) -> Any:
    import torch

    from cnnstudio.analysis.network import analyse_exported

    before = torch.get_rng_state()
    try:
        return analyse_exported(folder / "network.onnx")
    finally:
        if not torch.equal(before, torch.get_rng_state()):
            raise AssertionError("the file moved the program's random numbers")


_add(
    Loader(
        "onnx",
        _onnx,
        _always(_other_operators),
        _load_onnx,
        {
            "networks.onnx_file": (),
            "networks.onnx_network": (),
            "networks.onnx_versions": (),
            "networks.onnx_values": (),
            "networks.onnx_layers": (),
        },
        megabytes=500,
        plants=(
            Plant("raise", "networks.onnx_network:_scope"),
            Plant("loop", "networks.onnx_network:_told_apart"),
            Plant("allocate", "networks.onnx_file:_tensor"),
            Plant("print", "networks.onnx_operators:play"),
        ),
    )
)

# --- single calls of operators, as a graph might hold them

_SHAPES = [
    *(
        (2, 8, 6, 6),
        (1, 8, 8, 8),
        (8, 8, 3, 3),
        (16, 8, 1, 1),
        (8, 1, 3, 3),
        (8, 16, 2, 2),
        (2, 4, 5, 5, 5),
        (4, 4, 3, 3, 3),
    ),
    *((8,), (16,), (4,), (1,), (), (16, 8), (8, 8), (32, 8), (2, 16, 8), (2, 8, 16), (4, 2, 16, 8), (3, 5), (1, 1)),
]
_ODD_SIZES = [0, 1, 2, 3, 5, 7, 2**10, 2**20, 2**31, 2**39]


def _call(chance: Chance, _content: bytes) -> bytes:
    """An allowed operator with arguments of its own types: mostly such as fit layers, some of any value."""
    import torch

    from cnnstudio import compute
    from cnnstudio.networks.operators import OPERATORS, Kind

    compute.torchvision()  # its operators are in the table, too
    rows = [row for row in OPERATORS.values() if not row.refused and row.kind is not Kind.CHECK]
    row = chance.choice(rows)
    function = getattr(getattr(getattr(torch.ops, row.library), row.name), row.overload)
    wild = chance.random() < 0.3
    shape = list(chance.choice(_SHAPES))

    def tensor() -> dict[str, Any]:
        sizes = shape if chance.random() < 0.4 else list(chance.choice(_SHAPES))
        if wild and chance.random() < 0.4:
            sizes = [chance.choice([*_ODD_SIZES, *sizes]) for _ in range(chance.choice([0, 1, 2, 3, 4, 4, 5, 9]))]
        kinds = ["float32"] * 8 + ["int64", "bool", "float16", "uint8", "complex64", "bfloat16"]
        return {"tensor": sizes, "dtype": chance.choice(kinds)}

    def value(kind: str) -> Any:
        if kind.startswith("Optional["):
            return None if chance.random() < 0.4 else value(kind[9:-1])
        if kind == "List[Tensor]" or kind == "List[Optional[Tensor]]":
            return [tensor() for _ in range(chance.choice([0, 1, 2, 2, 3, 4, 6]))]
        if kind.startswith("List["):
            length = chance.choice([0, 1, 2, 2, 2, 3, 4, 6])
            return [value(kind[5:-1]) for _ in range(length)]
        whole = [0, 1, 1, 1, 2, 2, 3, 4, 8, -1, -2]
        odd = [-(2**63), -(2**31), 100, 2**16, 2**31, 2**40, 2**62, 2**63 - 1]
        return {
            "Tensor": tensor(),
            "int": chance.choice([*whole, *odd] if wild else whole),
            "float": chance.choice([0.0, 0.5, 1.0, 2.0, 1e-5, -1.0, 1e300, "Infinity", "NaN"]),
            "bool": chance.random() < 0.5,
            "number": chance.choice([0, 1, 2, 0.5, -1, 2**62, True]),
            "str": chance.choice(
                [
                    "same",
                    "valid",
                    "none",
                    "tanh",
                    "floor",
                    "ij",
                    "constant",
                    "reflect",
                    "circular",
                    "sum",
                    "bchw,bcij->bhw",
                ]
            ),
            "ScalarType": {"dtype": chance.choice(["float32", "int64", "bool", "float16", "complex64"])},
            "MemoryFormat": {"format": chance.choice(["contiguous_format", "channels_last", "preserve_format"])},
        }.get(kind)

    arguments = []
    for argument in function._schema.arguments:
        if argument.has_default_value() and chance.random() < 0.3:
            break
        if not argument.kwarg_only:
            arguments.append(value(str(argument.real_type)))
    return json.dumps({"target": row.target, "arguments": arguments}).encode()


def _load_call(folder: Path) -> Any:
    import torch

    from cnnstudio.errors import StudioError
    from cnnstudio.networks import operators, playback

    call = json.loads((folder / "call.json").read_bytes())

    def value(given: Any) -> Any:
        if isinstance(given, list):
            return [value(item) for item in given]
        if isinstance(given, dict) and "tensor" in given:
            return playback.empty(given["tensor"], getattr(torch, given["dtype"]))
        if isinstance(given, dict):
            return getattr(torch, given.get("dtype") or given["format"])
        return playback.literal("as_float", given) if given in ("Infinity", "NaN") else given

    row = operators.get(call["target"])
    assert row is not None
    arguments = [value(given) for given in call["arguments"]]
    before = torch.get_rng_state()
    result: Any = None
    try:
        with torch.no_grad():
            result = playback.call(row, arguments, {})
    except StudioError:
        raise
    except Exception:  # The analysis tells whatever PyTorch says of shapes that do not fit.
        pass
    if not torch.equal(before, torch.get_rng_state()):
        raise AssertionError("the call moved the program's random numbers")
    return result


_add(
    Loader(
        "operators",
        lambda: [{"call.json": b'{"target": "torch.ops.aten.zeros.default", "arguments": [[1]]}'}],
        lambda _name: _call,
        _load_call,
        {"networks.playback": ("number", "literal", "dtype", "_text", "_real", "_whole", "_truth", "_complex")},
        seconds=3.0,
    )
)

# --- the playground's files


def _playground() -> list[Folder]:
    from dataclasses import replace

    import torch

    from cnnstudio.convolution import files
    from cnnstudio.convolution.geometry import Geometry, Operation
    from cnnstudio.convolution.numbers import Numbers
    from cnnstudio.convolution.receptive_field import StackPreset, preset
    from cnnstudio.convolution.state import Mode, PlaygroundState

    plain = PlaygroundState()
    wide = plain.with_geometry(Geometry(in_channels=2, out_channels=2, input_size=(6, 5), kernel_size=(3, 3)))
    states = [
        plain,
        wide,
        wide.with_operation(Operation.MAX_POOL),
        wide.with_input(Numbers(torch.rand(1, 80, 60))),
        replace(plain, mode=Mode.RECEPTIVE_FIELD, stack=preset(next(iter(StackPreset)))),
    ]
    made = [{"state.json": json.dumps(files.to_json(state)).encode()} for state in states]
    return made + [
        {"state.json": data} for name, data in _home().items() if name.startswith("own/") and name.endswith(".json")
    ]


def _load_playground(folder: Path) -> Any:
    from cnnstudio.convolution import files

    state = files.load(folder / "state.json")
    again = files.from_json(json.loads(json.dumps(files.to_json(state))))
    if again != state:
        raise AssertionError("what was read is not what is written again")
    return state


_add(
    Loader(
        "playground",
        _playground,
        _always(mutate.json_text),
        _load_playground,
        {"convolution.files": ("save",), "json_text": ()},
        plants=(
            Plant("raise", "convolution.files:load"),
            Plant("loop", "convolution.files:_pair"),
            Plant("allocate", "convolution.files:_geometry"),
        ),
    )
)

# --- what stands in a home of the program


@cache
def _home() -> Folder:
    with tempfile.TemporaryDirectory() as folder:
        return kept_home.contents(kept_home.unpack(Path(folder)))


def _below(start: str, *endings: str) -> list[tuple[str, bytes]]:
    return [(name, data) for name, data in _home().items() if name.startswith(start) and name.endswith(endings)]


def _about(chance: Chance, metadata: dict[str, str]) -> None:
    """Change the JSON about the tensors, and mostly sign it again, as who means harm would."""
    from cnnstudio.weights.checksums import text_checksum
    from cnnstudio.weights.format import ABOUT, ABOUT_CHECKSUM

    text = mutate.json_text(chance, metadata[ABOUT].encode()).decode("utf-8", "replace")
    if chance.random() < 0.8:
        values = json.loads(text)
        if chance.random() < 0.5 and isinstance(values, dict):
            values.pop("checksums", None)
        text = json.dumps(values)
    metadata[ABOUT] = text
    if ABOUT_CHECKSUM in metadata and chance.random() < 0.95:
        metadata[ABOUT_CHECKSUM] = text_checksum(text)


def _small(found: list[tuple[str, bytes]], name: str) -> list[Folder]:
    """The smallest few: what is large is large by its numbers, which are all alike."""
    return [{name: data} for _, data in sorted(found, key=lambda entry: len(entry[1]))[:3]]


def _weights() -> list[Folder]:
    import safetensors.torch
    import torch

    from cnnstudio.networks import catalogue

    foreign = safetensors.torch.save(catalogue.get("lenet5").build().state_dict())
    pickled = io.BytesIO()
    torch.save({"a": torch.zeros(1)}, pickled)
    old = _below("runs/", "weights-final.safetensors") + _below("data/weights/", ".safetensors")
    small = _small(old, "w.safetensors") + _small(_below("runs/", "checkpoint.safetensors"), "w.safetensors")[:1]
    return [*small, *_new_weights(), {"w.safetensors": foreign}, {"w.safetensors": pickled.getvalue()}]


def _new_weights() -> list[Folder]:
    """As this version writes them, of every origin."""
    import torch

    from cnnstudio.networks.reference import CatalogueNetwork
    from cnnstudio.weights import format as weights_format
    from cnnstudio.weights.edits import Edits
    from cnnstudio.weights.metadata import Accuracy, Edited, Elsewhere, Metadata, Origin, ShippedOrigin, Trained, Tuned
    from cnnstudio.weights.reference import Initial

    base = Initial(3)
    origins: list[Origin] = [
        Trained("best", "test accuracy"),
        Tuned(base),
        Edited(base, Edits()),
        ShippedOrigin(),
        Elsewhere(),
    ]
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for origin in origins:
            metadata = Metadata(
                network=CatalogueNetwork("lenet5"),
                dataset="mnist",
                classes=tuple("0123456789"),
                epoch=2,
                step=900,
                accuracies=(Accuracy(0.9, "mnist"), Accuracy(0.95, "mnist", "train")),
                temperature=1.5,
                made="2026-01-01T00:00:00+00:00",
                origin=origin,
                config={"seed": 1},
            )
            file = Path(folder) / "w.safetensors"
            weights_format.save(file, {"a.weight": torch.ones(2, 3), "a.bias": torch.zeros(2)}, metadata)
            made.append({"w.safetensors": file.read_bytes()})
    return made


def _load_weights(folder: Path) -> Any:
    from cnnstudio.weights import format as weights_format

    file = folder / "w.safetensors"
    header = weights_format.read_header(file)
    weights_format.metadata_of(header, file)
    return weights_format.open_weights(file)


_add(
    Loader(
        "weights",
        _weights,
        _always(mutate.safetensors(_about)),
        _load_weights,
        {"weights.format": ("save", "write"), "weights.metadata": ("to_about",), "weights.checksums": ()},
        plants=(Plant("raise", "weights.format:of_network"), Plant("loop", "weights.format:_about")),
    )
)


def _pickles() -> list[Folder]:
    import torch

    state = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2)).state_dict()
    held: list[Any] = [
        state,
        {
            "state_dict": {f"module.{name}": tensor for name, tensor in state.items()},
            "epoch": 3,
            "best": torch.zeros(1),
        },
        {"model": {"model": {"w": torch.arange(60.0).reshape(6, 10)[2:4, 1:3], "again": state["0.weight"].mT}}},
        {"w": torch.zeros(1).expand(10**7), "s": torch.zeros(3).to_sparse(), 7: torch.zeros(1)},
        {"other": {"w": torch.zeros(2)}, "more": {"w": torch.zeros(2)}},
        [torch.zeros(2)],
    ]
    found = []
    for content in held:
        for new in (True, False):
            file = io.BytesIO()
            torch.save(content, file, _use_new_zipfile_serialization=new)
            found.append({"weights.pth": file.getvalue()})
    return found


def _pickle(chance: Chance, content: bytes) -> bytes:
    """The pickle in an archive, packed again as torch does; or any byte."""
    if not content.startswith(b"PK") or chance.random() < 0.2:
        return mutate.raw(chance, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    name = next(name for name in members if name.endswith("data.pkl"))
    if chance.random() < 0.1:
        name = chance.choice(list(members))
    members[name] = mutate.raw(chance, members[name])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member, data in members.items():
            archive.writestr(zipfile.ZipInfo(member), data)
    return file.getvalue()


def _load_pickle(folder: Path) -> Any:
    """As the process of its own does it, with its bound for memory, but here, so that its lines are counted."""
    from unittest import mock

    from cnnstudio.networks.reference import CatalogueNetwork
    from cnnstudio.weights import elsewhere, unpickling

    source, target = folder / "weights.pth", folder / "out"
    with mock.patch.object(unpickling, "limit_memory"), _memory(unpickling.memory_bytes(1 << 20)):
        unpickling.convert(source, target)
    tensors, about = _handed_over(target, source.name)
    content = elsewhere.Content(source, tensors, elsewhere._versions(about[unpickling.VERSIONS]))
    return elsewhere.fit(content, CatalogueNetwork("convnet")).differences


def _handed_over(target: Path, name: str) -> Any:
    """The tensors that were handed over."""
    from cnnstudio.weights import format as weights_format

    return weights_format.read_foreign(target, name)


@contextmanager
def _memory(allowed: int) -> Iterator[None]:
    """This process may take so many bytes more meanwhile."""
    import psutil

    try:
        import resource
    except ImportError:  # Windows has no such limit
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + allowed, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


_add(
    Loader(
        "pickles",
        _pickles,
        _always(_pickle),
        _load_pickle,
        {"weights.unpickling": ("limit_memory",)},
        megabytes=600,
        stack_errors=True,
        plants=(Plant("raise", "weights.elsewhere:_renamed"), Plant("loop", "weights.unpickling:state_dict")),
    )
)


def _checkpoints() -> list[Folder]:
    import dataclasses

    import safetensors.torch
    import torch

    from cnnstudio.training import checkpoint, optim, position
    from cnnstudio.training.config import TrainConfig

    old = _small(_below("runs/", "checkpoint.safetensors"), "checkpoint.safetensors")
    made = []
    with tempfile.TemporaryDirectory() as folder:
        # Every optimiser, at the start, on its way, and at its end.
        for optimizer, averaging, epoch, batch in (("sgd", True, 0, 2), ("adamw", False, 2, 0), ("adam", False, 0, 0)):
            config = TrainConfig(
                network="mlp", dataset="mnist", epochs=2, batch_size=64, optimizer=optimizer, averaging=averaging
            )
            config = dataclasses.replace(config, momentum=0.9 if optimizer == "sgd" else 0.0)
            state = _training_state(config, batches=3)
            for slots in (optim.optimizer(config, state.model.parameters(), torch.device("cpu")), state.optimizer):
                sum(parameter.sum() for parameter in state.model.parameters()).backward()
                if epoch or batch:
                    slots.step()
            state.progress = position.Progress(epoch=epoch, batch=batch, best_score=0.5, learning_rate=0.1)
            file = Path(folder) / "checkpoint.safetensors"
            checkpoint.save(file, state, config, "mnist", 150)
            made.append({"checkpoint.safetensors": file.read_bytes()})
    del safetensors
    return [*old, *made]


def _training_state(config: Any, batches: int) -> Any:
    """As the engine begins: a fresh network and its optimiser."""
    import copy

    import torch

    from cnnstudio.networks import reference
    from cnnstudio.training import checkpoint, optim

    model = reference.build(config.network)
    return checkpoint.State(
        model=model,
        averaged=copy.deepcopy(model).requires_grad_(False) if config.averaging else None,
        optimizer=optim.optimizer(config, model.parameters(), torch.device("cpu")),
        losses=torch.zeros(batches),
    )


def _checkpoint(chance: Chance, content: bytes) -> bytes:
    """A checkpoint with other tensors or another position, and right sums: as a program that means harm would write."""
    if chance.random() < 0.4:
        return mutate.safetensors(_about)(chance, content)
    import safetensors.torch
    import torch

    from cnnstudio.weights.checksums import checksums, text_checksum
    from cnnstudio.weights.format import ABOUT, ABOUT_CHECKSUM

    length = int.from_bytes(content[:8], "little")
    about = json.loads(json.loads(content[8 : 8 + length])["__metadata__"][ABOUT])
    tensors = safetensors.torch.load(content)
    name = chance.choice(sorted(tensors))
    tensor = tensors[name]
    kind = chance.randrange(10)
    if kind == 0:
        del tensors[name]
    elif kind == 1:
        tensors[chance.choice(["model.x", "averaged.x", "optimizer.0.x", "optimizer.x.y", "x", f"{name}.x"])] = (
            tensor.clone()
        )
    elif kind == 2:
        tensors[name] = tensor.to(chance.choice([torch.float64, torch.int64, torch.bool, torch.float16]))
    elif kind == 3:
        tensors[name] = chance.choice([tensor.flatten(), tensor[None], tensor.flatten()[:1], torch.zeros(0)]).clone()
    elif kind == 4:
        tensors[name] = torch.full_like(tensor.float(), chance.choice([float("nan"), float("inf")]))
    elif kind == 5:
        tensors["losses"] = torch.full_like(tensors.get("losses", tensor).float(), float("nan"))
    elif kind == 6:
        start = chance.choice(["model.", "averaged.", "optimizer."])
        tensors = {other: value for other, value in tensors.items() if not other.startswith(start)}
    elif kind == 7:
        odd = [0, 1, 2, 3, 4, -1, 10**6]
        about["progress"] |= {"epoch": chance.choice(odd), "batch": chance.choice(odd)}
    elif kind == 8:
        about |= {"schema": chance.choice([0, 1, 2, 3, 99]), "kind": chance.choice([about["kind"], "weights", ""])}
    else:
        about["config"][chance.choice(["optimizer", "averaging", "momentum", "epochs"])] = chance.choice(
            ["sgd", "adam", "adamw", True, False, 0.0, 0.9, 1, 5]
        )
    if chance.random() < 0.8:
        about["checksums"] = checksums(tensors)
    else:
        about.pop("checksums", None)
    text = json.dumps(about)
    return safetensors.torch.save(tensors, {ABOUT: text, ABOUT_CHECKSUM: text_checksum(text)})


def _checkpoint_folder(chance: Chance, files: Folder) -> None:
    """A run folder without its checkpoint, with and without other files."""
    content = files.pop("checkpoint.safetensors")
    for name in (
        "config.json",
        "weights-final.safetensors",
        "weights-best.safetensors",
        "checkpoint.safetensors/inside",
    ):
        if chance.random() < 0.3:
            files[name] = content
    if "checkpoint.safetensors/inside" not in files and chance.random() < 0.2:
        files["checkpoint.safetensors"] = Link(b"checkpoint.safetensors")


_SMALL_NETWORKS = ("mlp", "lenet5", "convnet")


def _load_checkpoint(folder: Path) -> Any:
    from cnnstudio.errors import StudioError
    from cnnstudio.networks import reference
    from cnnstudio.training import checkpoint
    from cnnstudio.training.runs import RunFolder

    found = checkpoint.of_run(RunFolder(folder))
    if found is None:
        return None
    told = []
    network = reference.CatalogueNetwork("lenet5")
    for wanted in (None, found.config, found.config.changed(network=network), found.config.changed(epochs=1)):
        try:
            found.resumed_config(wanted)
        except StudioError as error:
            told.append(str(error))
    if found.config.network in [reference.CatalogueNetwork(name) for name in _SMALL_NETWORKS]:
        state = _training_state(found.config, len(found.tensors["losses"]))
        before = {name: tensor.clone() for name, tensor in state.model.state_dict().items()}
        try:
            checkpoint.restore(found, state)
        except StudioError:
            if any(not tensor.equal(before[name]) for name, tensor in state.model.state_dict().items()):
                raise AssertionError("refused, and the network was changed all the same") from None
            raise
    return told


_add(
    Loader(
        "checkpoint",
        _checkpoints,
        _always(_checkpoint),
        _load_checkpoint,
        {"training.checkpoint": ("save", "evaluated", "step")},
        plants=(Plant("raise", "training.checkpoint:Checkpoint.resumed_config"),),
        beyond={
            "training.checkpoint": {
                "raise": "a checkpoint that is larger than the memory: none is written for a test",
                "except RuntimeError as error:": _FITS_BY_THEN,
            }
        },
        whole=_checkpoint_folder,
    )
)


def _run_folders() -> list[Folder]:
    names = sorted({name.split("/")[1] for name in _home() if name.startswith("runs/")})
    keep = ("config.json", "state.json", "steps.csv", "epochs.csv")
    return [
        {f"run/{file}": _home()[f"runs/{name}/{file}"] for file in keep if f"runs/{name}/{file}" in _home()}
        for name in names
    ]


def _run_whole(chance: Chance, files: Folder) -> None:
    """A run folder in which files are missing or no files, or of a later version; with and without a checkpoint."""
    for name in ("run/state.json", "run/config.json", "run/steps.csv", "run/epochs.csv"):
        content = files.get(name)
        if content is None or chance.random() < 0.5:
            continue
        del files[name]
        kind = chance.randrange(5)
        if kind == 0:
            files[f"{name}/inside"] = content
        elif kind == 1:
            files[name] = Link(name.rpartition("/")[2].encode())
        elif kind == 2 and name.endswith(".json"):
            files[name] = json.dumps({**json.loads(content), "schema": chance.choice([0, 2, 99])}).encode()
    if chance.random() < 0.5:
        checkpoint = chance.choice(_checkpoint_files())
        changed = mutate.rarely_raw(_checkpoint)(chance, checkpoint)
        files["run/checkpoint.safetensors"] = checkpoint if chance.random() < 0.5 else changed
    if chance.random() < 0.1:
        files["run"] = Link(b"run")
        for name in [name for name in files if name.startswith("run/")]:
            del files[name]


@cache
def _checkpoint_files() -> list[bytes]:
    return [data for folder in _checkpoints() for data in folder.values()]


def _load_runs(folder: Path) -> Any:
    from cnnstudio.errors import StudioError
    from cnnstudio.training import runs

    found = runs.list_runs(folder)
    if runs.list_runs(folder / "run" / "not there"):
        raise AssertionError("there are runs where there is nothing")
    told = []
    for summary in found:
        run = runs.RunFolder(summary.path)
        for read in (run.steps, run.epochs, run.summary, run.batches, run.check_resumable, run.config):
            try:
                read()
            except StudioError as error:
                told.append(str(error))
        if str(summary.state) not in ("running", "stopped", "failed", "finished", "damaged", "later"):
            raise AssertionError(f"a run stands as {summary.state!r}")
    return runs.RunFolder(folder / "run").config()


def _run_file(name: str) -> Mutator:
    return mutate.rarely_raw(mutate.csv_text if name.endswith(".csv") else mutate.json_text)


_add(
    Loader(
        "runs",
        _run_folders,
        _run_file,
        _load_runs,
        {
            "training.runs": (
                *("check_place", "start", "record", "end", "_record_steps", "_append", "_mark", "new_run_dir"),
                *("running", "resumable", "certain", "holds_run", "_json", "_csv", "_short", "_run_dir"),
                *("hold", "let_go", "check_room", "_busy", "_is_trained_elsewhere"),
            ),
        },
        beyond={
            "training.runs": {
                "if is_held(self._lock.path):": "a lock that another process holds is no file's content",
                'if summary.state == "running" or is_held(self._lock.path):': "as above",
            }
        },
        whole=_run_whole,
        plants=(Plant("raise", "training.runs:RunFolder.epochs"), Plant("loop", "training.tables:read_rows")),
    )
)


def _handwriting() -> list[Folder]:
    files = {name.removeprefix("data/handwriting/"): data for name, data in _below("data/handwriting/", "")}
    names = sorted(name for name in files if name.endswith(".png"))[:6]
    drawings = {name: files[name] for name in names}
    from cnnstudio.prediction.handwriting import Handwriting

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, data in drawings.items():
            (place / name).write_bytes(data)
        Handwriting(place).refresh()
        whole = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
    return [whole, drawings]


def _load_handwriting(folder: Path) -> Any:
    from cnnstudio.prediction.handwriting import Handwriting

    kept = Handwriting(folder)
    if kept.problem is not None:
        raise kept.problem
    if len(kept) + len(kept.set_aside) < len(list(folder.glob("[0-9][0-9][0-9][0-9]*-label[0-9].png"))):
        raise AssertionError("a drawing is neither shown nor named as set aside")
    kept.refresh()
    return kept.arrays()


def _handwriting_folder(chance: Chance, files: Folder) -> None:
    """Drawings renamed, doubled, gone, or no files at all; the files that follow from them gone or of another form."""
    drawings = sorted(name for name in files if name.endswith(".png"))
    name = chance.choice(drawings)
    kind = chance.randrange(9)
    if kind == 0:
        content = files.pop(name)
        files[f"{name}/inside"] = content
    elif kind == 1:
        files[name] = Link(chance.choice([name.encode(), b"nowhere", b"/dev/zero", b"."]))
    elif kind == 2:
        files[f"{name[:10]}{chance.randrange(10)}.png"] = files[chance.choice(drawings)]
    elif kind == 3:
        for drawing in drawings[chance.choice([0, 1]) :]:
            del files[drawing]
    elif kind == 4:
        files["index.json"] = json.dumps(
            {"kind": "cnnstudio-handwriting", "schema": chance.choice([0, 1, 2, 99])}
        ).encode()
    elif kind == 5:
        files.pop("index.json", None)
        if chance.random() < 0.5:
            files[f"{name[:10]}{chance.randrange(10)}.png"] = files.pop(name)
    elif kind == 6:
        files[name] = _png(chance, chance.choice([0, 255]))
    elif kind == 7:
        files[
            chance.choice(["9999999-label1.png", "0-label1.png", "00001-label1.png", "x.png", ".0001-label1.png"])
        ] = b"x"
    else:
        for follows in ("images-idx3-ubyte", "labels-idx1-ubyte", "index.json"):
            if chance.random() < 0.5:
                files.pop(follows, None)


def _png(chance: Chance, grey: int) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("L", (chance.choice([1, 28, 300]), chance.choice([1, 28, 300])), grey).save(file, "PNG")
    return file.getvalue()


def _kept_file(name: str) -> Mutator:
    if name.endswith(".png"):
        return mutate.rarely_raw(mutate.png)
    return mutate.rarely_raw(mutate.json_text if name.endswith(".json") else mutate.idx)


_add(
    Loader(
        "handwriting",
        _handwriting,
        _kept_file,
        _load_handwriting,
        {
            "prediction.handwriting": (
                *("add", "relabel", "remove", "put_back", "export", "_create", "_claimed", "_sample_of", "_check"),
                "_check_target",
            )
        },
        plants=(Plant("raise", "prediction.handwriting:Handwriting.arrays"),),
        beyond={
            "prediction.handwriting": {
                "except Exception as error:  # whatever it is, the other digits are not to suffer": _NOBODY_KNOWS,
            }
        },
        whole=_handwriting_folder,
    )
)


def _settings() -> list[Folder]:
    ((_, own),) = _below("config/", ".ini")
    later = own + b"\n[file]\nschema=99\n"
    return [
        {"config/cnnstudio.ini": data} for data in (own, own, own, later, b"\0\xff" * 1_000_000, b"[unclosed\n" + own)
    ]


def _load_settings(folder: Path) -> Any:
    from cnnstudio.gui import settings

    os.environ["CNNSTUDIO_HOME"] = str(folder)
    settings._open.clear()
    options = [value for value in vars(settings).values() if isinstance(value, settings.Option)]
    values = {option.key: settings.get(option) for option in options}
    for option in options:
        if type(values[option.key]) is not type(option.default):
            raise AssertionError(f"{option.key} is {values[option.key]!r}")
    settings._open.clear()
    return values


_add(
    Loader(
        "settings",
        _settings,
        _always(mutate.ini),
        _load_settings,
        {"gui.settings": ("put", "save", "_encode", "set_aside", "bring_back", "setValue", "sync")},
        plants=(Plant("raise", "gui.settings:get", 40), Plant("loop", "gui.settings:_decode", 40)),
    )
)

# --- data sets


def _idx() -> list[Folder]:
    import numpy as np

    from cnnstudio.datasets import idx

    chance = np.random.default_rng(1)
    pictures, labels = chance.integers(0, 255, (3, 28, 28), np.uint8), np.array([1, 2, 9], np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        idx.write(Path(folder) / "images", pictures)
        idx.write(Path(folder) / "labels", labels)
        raw = {name: (Path(folder) / name).read_bytes() for name in ("images", "labels")}
    packed = {f"{name}.gz": gzip.compress(data, mtime=0) for name, data in raw.items()}
    return [raw, packed, {"images": packed["images.gz"], "labels": raw["labels"]}]


def _load_idx(folder: Path) -> Any:
    from cnnstudio.datasets import folder as idx_folder

    ending = ".gz" if (folder / "images.gz").exists() else ""
    images, labels = idx_folder.read_pair(folder / f"images{ending}", folder / f"labels{ending}")
    if images.shape != (len(labels), 28, 28) or labels.max() > 9:
        raise AssertionError(f"pictures {images.shape}, labels {labels}")
    return images


def _idx_file(name: str) -> Mutator:
    return mutate.rarely_raw(mutate.gzipped(mutate.idx) if name.endswith(".gz") else mutate.idx)


_add(
    Loader(
        "idx",
        _idx,
        _idx_file,
        _load_idx,
        {"datasets.idx": ("write",)},
        plants=(
            Plant("raise", "datasets.idx:read_images"),
            Plant("loop", "datasets.idx:_parse"),
            Plant("allocate", "datasets.idx:_read_exactly"),
        ),
    )
)

# --- pictures


def _pictures() -> list[Folder]:
    import numpy as np
    from PIL import Image

    ink = np.full((40, 30), 255, np.uint8)
    ink[5:35, 12:17] = 0
    grey = Image.fromarray(ink)
    noisy = np.random.default_rng(1).normal(90, 25, (300, 200)).clip(0, 255).astype(np.uint8)
    noisy[60:240, 90:110] = 230
    light = np.dstack([np.full((30, 30, 3), 255, np.uint8), np.pad(np.full((10, 10), 255, np.uint8), 10)])
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x0132] = 6, "a one", "2026:01:01 00:00:00"
    exif.get_ifd(0x8769)[0x9000] = b"0230"
    made: list[tuple[Image.Image, str, dict[str, Any]]] = [
        (grey, "PNG", {}),
        (Image.fromarray(noisy), "PNG", {}),
        (Image.fromarray(light), "PNG", {}),
        (Image.new("L", (5, 3)), "PNG", {}),
        (Image.new("1", (9000, 9000)), "PNG", {}),
        (grey.convert("P"), "PNG", {"transparency": 0}),
        (grey.convert("RGBA"), "PNG", {"exif": exif}),
        (Image.fromarray(ink.astype(np.uint16) * 257), "PNG", {}),
        (grey, "JPEG", {"exif": exif}),
        (grey.convert("CMYK"), "JPEG", {}),
        (grey.convert("RGB"), "JPEG", {"progressive": True, "dpi": (72, 72)}),
        (grey.convert("RGB"), "MPO", {"save_all": True, "append_images": [grey.convert("RGB")]}),
        (grey, "TIFF", {}),
        (grey.convert("RGB"), "TIFF", {"compression": "tiff_lzw"}),
        (Image.fromarray(ink.astype(np.float32) / 255), "TIFF", {"compression": "tiff_adobe_deflate"}),
        (grey, "GIF", {}),
        (grey, "GIF", {"save_all": True, "append_images": [grey.rotate(90)]}),
        (grey, "BMP", {}),
        (grey.convert("RGB"), "WEBP", {"exif": exif}),
        (grey.convert("RGBA"), "WEBP", {"lossless": True}),
        (grey, "PPM", {}),
        (grey.convert("1"), "PPM", {}),
        (grey.convert("RGBA"), "ICO", {"sizes": [(16, 16)]}),
        (grey.convert("RGB"), "AVIF", {}),
    ]
    found = []
    for picture, kind, options in made:
        file = io.BytesIO()
        try:
            picture.save(file, kind, **options)
        except (KeyError, OSError):
            continue  # This Pillow has it not.
        found.append({f"picture.{kind.lower()}": file.getvalue()})
    return found


def _picture_file(name: str) -> Mutator:
    own = {"png": mutate.png, "jpeg": mutate.jpeg, "mpo": mutate.jpeg, "tiff": mutate.tiff}
    return mutate.rarely_raw(own.get(name.rpartition(".")[2], mutate.blocks))


def _load_picture(folder: Path) -> Any:
    import numpy as np

    from cnnstudio.convolution import inputs
    from cnnstudio.errors import StudioError
    from cnnstudio.prediction.pictures import ink_of, read_picture

    (file,) = folder.iterdir()
    told: list[StudioError] = []
    for channels in (1, 3):
        try:
            values, _ = inputs.open_picture(file, channels=channels)
            if not 0 <= float(values.min()) <= float(values.max()) <= 1:
                raise AssertionError("values outside 0..1")
        except StudioError as error:
            told.append(error)
    grey = read_picture(file)
    if grey.dtype != np.float32 or not (np.isfinite(grey).all() and grey.min() >= 0 and grey.max() <= 1):
        raise AssertionError("grey outside 0..1")
    return ink_of(grey), told


_add(
    Loader(
        "pictures",
        _pictures,
        _picture_file,
        _load_picture,
        {"picture_files": (), "prediction.pictures": (), "convolution.inputs": ("make", "_drawn_digit", "resized")},
        megabytes=1200,
        plants=(
            Plant("raise", "prediction.pictures:ink_of"),
            Plant("loop", "picture_files:_upright"),
            Plant("allocate", "prediction.pictures:_grey"),
            Plant("print", "picture_files:_opened"),
        ),
    )
)

# --- Python source, which is parsed and never run

_SOURCE = b'''"""A network."""
import torch
from torch import nn


class Block(nn.Module):
    """Two layers."""

    def __init__(self, width: int = 4) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(1, width, 3), nn.ReLU())

    def forward(self, x):
        return {"a": [self.layers(x) for _ in range(2)][0]}["a"]


class Net(Block):
    pass


class Other(torch.nn.Sequential, metaclass=type): ...


def small(width: int = 4) -> nn.Module:
    made = nn.Sequential(nn.Conv2d(1, width, 3), nn.ReLU())
    return made.eval()


def other(deep):
    return Other(Net()) if deep else torchvision.models.resnet18()


model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10)).to("cpu")
net: nn.Module = small(8)
'''


def _load_source(folder: Path) -> Any:
    from cnnstudio.networks import consent, user_code

    consent.fingerprint(folder / "mine.py")
    return user_code.class_names(folder / "mine.py"), user_code.network_names(folder / "mine.py")


_add(
    Loader(
        "source",
        lambda: [{"mine.py": _SOURCE}],
        _always(mutate.python),
        _load_source,
        {"networks.source": ()},
        megabytes=500,
        stack_errors=True,
        plants=(Plant("raise", "networks.source:read"), Plant("loop", "networks.source:network_classes")),
    )
)

# --- the workspace over a restart, and links


def _workspace() -> list[Folder]:
    import numpy as np

    from cnnstudio.networks.reference import CatalogueNetwork
    from cnnstudio.weights.edits import Edits
    from cnnstudio.weights.reference import RunWeights, WeightsFile
    from cnnstudio.workspace.current import Current, Workspace
    from cnnstudio.workspace.picture import Drawn, FromDataset, FromFile, Origin, Picture

    grey = np.linspace(0, 1, 28 * 28, dtype=np.float32).reshape(1, 28, 28)
    edits = Edits(off=(("c1", (0, 2)),), pruned=(("", 0.25),)).set("c1.weight", [0, 7], [0.5, -1.0])
    origins: list[Origin] = [Drawn(), FromDataset("mnist", "test", 5), FromFile(Path("/a/seven.png"))]
    made = [Workspace()]
    for origin, weights in zip(
        origins, (RunWeights(Path("/r")), WeightsFile(Path("/w")), RunWeights(Path("/r"), 7)), strict=True
    ):
        current = Current(network=CatalogueNetwork("lenet5"), weights=weights, picture=Picture.of(grey, origin))
        current = current.edited(edits)
        made.append(Workspace(current=current, room="draw", states={"draw": {"tab": "why"}, "train": {"epochs": 3}}))
    return [{"data/workspace.json": json.dumps(one.to_json()).encode()} for one in made]


def _workspace_file(chance: Chance, content: bytes) -> bytes:
    """Mostly as any JSON; sometimes the picture's numbers, which are packed, or its sizes."""
    if chance.random() < 0.8:
        return mutate.json_text(chance, content)
    import numpy as np

    data = json.loads(content)
    picture = data["current"]["picture"]
    if picture is None:
        return mutate.json_text(chance, content)
    numbers = np.full(28 * 28, chance.choice([np.nan, np.inf, 1e38, -0.0]), "<f4").tobytes()
    packed = zlib.compress(chance.choice([numbers, numbers[:-4], b"", bytes(10**7)]))
    picture["values"] = base64.b64encode(packed[: chance.choice([len(packed), 5])]).decode()
    if chance.random() < 0.3:
        picture["shape"] = chance.choice([[1, 28, 29], [0, 28, 28], [2**20, 2**20, 1], [1, 784, 1]])
    return json.dumps(data).encode()


def _no_workspace(chance: Chance, files: Folder) -> None:
    content = files.pop("data/workspace.json")
    if chance.random() < 0.5:
        files["data/workspace.json/inside"] = content


def _load_workspace(folder: Path) -> Any:
    from cnnstudio.errors import StudioError
    from cnnstudio.workspace import restart, states
    from cnnstudio.workspace.current import Workspace

    os.environ["CNNSTUDIO_HOME"] = str(folder)
    found = restart.load()
    if found is None:
        if (folder / "data" / "workspace.json").exists():
            raise AssertionError("the workspace is not looked for where it lies")
        return None
    if Workspace.from_json(json.loads(json.dumps(found.to_json()))) != found:
        raise AssertionError("what was read is not what is written again")
    told = []
    for room, state in found.states.items():
        try:
            states.read(room, state)
        except StudioError as error:  # the window shows the room as it is when it is new
            told.append(str(error))
    return found, told


_add(
    Loader(
        "workspace",
        _workspace,
        _always(_workspace_file),
        _load_workspace,
        {
            "workspace.restart": (
                "save",
                "_make_way",
                "set_aside",
                "bring_back",
                "release",
                "_taken_again",
                "_of_another_window",
                # Which file it is, not what stands in it.
                "_free_place",
                "_candidates",
                "_stamp",
            ),
            "workspace.picture": ("of", "array"),
        },
        plants=(Plant("raise", "workspace.restart:load"), Plant("loop", "records:_read_tuple")),
        whole=_no_workspace,
    )
)


# --- any record: a class that has every kind of field


def _load_record(folder: Path) -> Any:
    from cnnstudio import json_text, records
    from cnnstudio.errors import ConfigError
    from tests.system.fuzz.record import Tree, hardened

    try:
        data = hardened(json_text.parse((folder / "record.json").read_bytes()))
    except json_text.JsonTextError as error:
        raise ConfigError(f"The record is damaged: {error}.") from error
    found = records.from_json(Tree, data, where="the record")
    if records.from_json(Tree, json.loads(json.dumps(records.to_json(found)))) != found:
        raise AssertionError("what was read is not what is written again")
    return found


def _records() -> list[Folder]:
    from cnnstudio import records
    from tests.system.fuzz.record import trees

    return [{"record.json": json.dumps(records.to_json(tree)).encode()} for tree in trees()]


_add(
    Loader(
        "records",
        _records,
        _always(mutate.json_text),
        _load_record,
        {"records": ("to_json", "fields_to_json")},
        plants=(Plant("raise", "records:_read_union"), Plant("loop", "records:_read_tuple")),
    )
)


# --- files of states


def _state_files() -> list[Folder]:
    from cnnstudio.workspace import state_files
    from cnnstudio.workspace.links import Address

    made = []
    with tempfile.TemporaryDirectory() as folder:
        for room, state in (("draw", {"tab": "why", "on": True}), ("playground", {"seed": 3}), ("models", {})):
            file = Path(folder) / "a.cnnstudio"
            state_files.save(Address(room=room, state=state, current={"network": "lenet5"}), file)
            made.append({"a.cnnstudio": file.read_bytes()})
    old = [{"a.cnnstudio": files["state.json"]} for files in _playground()[:2]]
    return [*made, *old]


def _load_state_file(folder: Path) -> Any:
    from cnnstudio.workspace import state_files

    address = state_files.load(folder / "a.cnnstudio")
    state_files.save(address, folder / "again.cnnstudio")
    if state_files.load(folder / "again.cnnstudio") != address:
        raise AssertionError("what was read is not what is written again")
    return address


_add(
    Loader(
        "statefile",
        _state_files,
        _always(mutate.json_text),
        _load_state_file,
        {"workspace.state_files": ("save",)},
        plants=(Plant("raise", "workspace.state_files:read"),),
    )
)


def _links() -> list[Folder]:
    from cnnstudio.workspace import links

    states: list[dict[str, Any]] = [
        {},
        {"seed": 3, "geometry.stride": [2, 2]},
        {"tab": "why", "on": True, "a.b": "true"},
    ]
    addresses = [links.Address(room="playground", state=state, current={"network": "lenet5"}) for state in states]
    return [{"link.txt": links.link(address).encode()} for address in addresses]


def _load_link(folder: Path) -> Any:
    from cnnstudio.workspace import links

    address = links.parse((folder / "link.txt").read_bytes().decode("utf-8", "replace"))
    if links.parse(links.link(address)) != address:
        raise AssertionError("what was read is not what is written again")
    return address


_add(
    Loader(
        "links",
        _links,
        _always(mutate.link),
        _load_link,
        {"workspace.links": ("differences", "merged", "link", "_packed", "_equal", "_same_keys")},
        plants=(Plant("raise", "workspace.links:parse"),),
    )
)


# --- what a run predicted of its test pictures


def _predictions() -> list[Folder]:
    import numpy as np

    from cnnstudio.training import kept_predictions
    from cnnstudio.training.events import Mistakes
    from cnnstudio.training.metrics import Evaluation

    chance = np.random.default_rng(1)
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for count, shown, layers in ((40, 3, (("features.0", "Conv2d"), ("features.2", "MaxPool2d"))), (5, 0, ())):
            labels, predictions = (chance.integers(0, 10, count) for _ in range(2))
            confidences = chance.random(count).astype(np.float32)
            chosen = np.arange(shown)
            mistakes = Mistakes(
                indices=chosen,
                pictures=chance.integers(0, 255, (shown, 28, 28), np.uint8),
                labels=labels[chosen],
                predictions=predictions[chosen],
                confidences=confidences[chosen],
            )
            test = Evaluation(accuracy=0.5, loss=1.0, labels=labels, predictions=predictions, confidences=confidences)
            file = Path(folder) / "p"
            kept_predictions.save(
                file, test, mistakes, epoch=3, dataset="mnist", classes=tuple("0123456789"), layers=layers
            )
            made.append({"test-predictions.safetensors": file.read_bytes()})
    return made


def _prediction_file(chance: Chance, content: bytes) -> bytes:
    """Its header and numbers as of any such file; or what it says of itself, or numbers that no run can have."""
    if chance.random() < 0.3:
        return mutate.safetensors(_about)(chance, content)
    import numpy as np
    import safetensors.numpy

    length = int.from_bytes(content[:8], "little")
    about = json.loads(content[8 : 8 + length])["__metadata__"]["about"]
    arrays = dict(safetensors.numpy.load(content))
    kind = chance.randrange(4)
    if kind == 0:
        about = mutate.json_text(chance, about.encode()).decode("utf-8", "replace")
    elif kind == 1:
        values = json.loads(about)
        values |= chance.choice(
            [
                {"schema": chance.choice([0, 2, 99, "1", True])},
                {"epoch": chance.choice([-1, 2**53, 2**70, True, 1.5])},
                {"classes": chance.choice([[], ["0"], ["0"] * 300, "0123456789", [0] * 10])},
                {"layers": chance.choice([[["a"]], [["a", 1]], [["a", "b"]] * 20_000, {"a": 1}, [1], None])},
            ]
        )
        about = json.dumps(values)
    elif kind == 2:
        del arrays[chance.choice(sorted(arrays))]
    else:
        name = chance.choice(sorted(arrays))
        odd = [np.zeros(0), arrays[name][:1], arrays[name].astype(np.float64), arrays[name][None]]
        odd += [np.full_like(arrays[name], chance.choice([0, 1, 200])), -arrays[name].astype(np.int64)]
        arrays[name] = np.ascontiguousarray(chance.choice(odd))
    return safetensors.numpy.save(arrays, {"about": about})


def _load_predictions(folder: Path) -> Any:
    from cnnstudio.errors import StudioError
    from cnnstudio.training import kept_predictions

    file = folder / "test-predictions.safetensors"
    told = []
    try:
        kept_predictions.check_version(file)
    except StudioError as error:
        told.append(str(error))
    kept = kept_predictions.load(file)
    if told:
        raise AssertionError(f"it is opened, although it is refused to be written over: {told}")
    classes = len(kept.class_names)
    if kept.confusion.shape != (classes, classes) or kept.confusion.sum() != len(kept.labels):
        raise AssertionError(f"{len(kept.labels)} predictions, and {kept.confusion.sum()} in the table")
    return kept


_add(
    Loader(
        "predictions",
        _predictions,
        _always(_prediction_file),
        _load_predictions,
        {"training.kept_predictions": ("save", "openable_layers")},
        plants=(
            Plant("raise", "training.kept_predictions:_checked"),
            Plant("loop", "training.kept_predictions:_about"),
            Plant("print", "training.kept_predictions:check_version"),
        ),
    )
)


# --- the built-in digits in the cache


_FEW_DIGITS = {"train": 30, "test": 10}


@contextmanager
def _few_digits() -> Iterator[None]:
    from unittest import mock

    from cnnstudio.datasets.builtin import cache as builtin

    with mock.patch.object(builtin, "_SIZES", _FEW_DIGITS):
        yield


def _builtin_caches() -> list[Folder]:
    import numpy as np

    from cnnstudio.datasets.builtin import cache as builtin

    chance = np.random.default_rng(1)
    arrays = [
        array
        for count in _FEW_DIGITS.values()
        for array in (chance.integers(0, 255, (count, 28, 28), np.uint8), chance.integers(0, 10, count, np.uint8))
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "digits.bin"
        builtin._write(file, arrays)
        return [{"digits.bin": file.read_bytes()}]


def _builtin_cache(chance: Chance, content: bytes) -> bytes:
    """Longer, shorter or changed; sometimes with the right sum over what was changed."""
    import hashlib

    kind = chance.randrange(4)
    if kind == 0:
        return content
    changed = mutate.raw(chance, content[32:]) if kind < 3 else content[32:] + bytes(chance.choice([1, 10**7]))
    return (hashlib.sha256(changed).digest() if kind == 2 else content[:32]) + changed


def _no_cache(chance: Chance, files: Folder) -> None:
    content = files.pop("digits.bin")
    if chance.random() < 0.4:
        files["digits.bin/inside"] = content
    elif chance.random() < 0.6:
        files["digits.bin"] = Link(chance.choice([b"digits.bin", b"/dev/zero", b"nowhere"]))


def _load_builtin_cache(folder: Path) -> Any:
    from cnnstudio.datasets.builtin import cache as builtin

    file = folder / "digits.bin"
    with _few_digits():
        found = builtin._read(file, ("train", "test"))
    if found is None:
        return None
    images, labels = found["train"][0], found["test"][1]
    if images.shape != (30, 28, 28) or labels.shape != (10,):
        raise AssertionError(f"digits {images.shape}, labels {labels.shape}")
    return found


_add(
    Loader(
        "builtin",
        _builtin_caches,
        lambda _name: _builtin_cache,
        _load_builtin_cache,
        {"datasets.builtin.cache": ("_drawn", "_kept", "_write", "arrays", "cache_file", "test_arrays")},
        plants=(
            Plant("raise", "datasets.builtin.cache:_read"),
            Plant("allocate", "datasets.builtin.cache:_shapes"),
        ),
        whole=_no_cache,
    )
)


# --- notes of windows that have gone


_ENDINGS = (
    "",
    "--- ready\n",
    "--- ready\n--- ending\n",
    'Fatal Python error: Segmentation fault\n\nCurrent thread 0x1 (most recent call first):\n  File "a.py", line 1\n',
    "--- ready\nFatal Python error: Aborted\n",
    "--- uncaught Traceback (most recent call last):\nZeroDivisionError: division by zero\n",
    "Windows fatal exception: access violation\n",
)


def _notes() -> list[Folder]:
    made = []
    for first, second in zip(_ENDINGS, (*_ENDINGS[1:], _ENDINGS[0]), strict=True):
        files: Folder = {"log/failed-starts": b"1", "log/errors.log": b"an older error\n"}
        for number, ending in enumerate((first, second)):
            name = f"log/window-2026-11-28-14000{number}-77-a0b1c{number}"
            files[f"{name}.txt"] = f"CNN Studio 0.1.0\nopened 2026-11-28\n{ending}".encode()
            files[f"{name}.lock"] = b""
        made.append(files)
    return made


def _note(chance: Chance, content: bytes) -> bytes:
    """Lines doubled, gone, exchanged or very many; other numbers."""
    lines = content.decode().splitlines(keepends=True) or ["\n"]
    kind = chance.randrange(6)
    place = chance.randrange(len(lines))
    if kind == 0:
        del lines[place]
    elif kind == 1:
        lines[place:place] = [chance.choice(lines)] * chance.choice([1, 30, 100_000])
    elif kind == 2:
        chance.shuffle(lines)
    elif kind == 3:
        lines[place] = chance.choice(_ENDINGS) * chance.choice([1, 1, 500])
    elif kind == 4:
        return chance.choice([b"", b"-1", b"99999999999999999999", "٣".encode(), b"1e3", b" 7 ", b"\0\xff"])
    else:
        return mutate.raw(chance, content)
    return "".join(lines).encode()


def _note_folder(chance: Chance, files: Folder) -> None:
    """Notes that are folders, links or without a lock; very many reports of former times; a log that is a file."""
    name = chance.choice(sorted(name for name in files if name.endswith(".txt")))
    kind = chance.randrange(6)
    if kind == 0:
        files[f"{name}/inside"] = files.pop(name)
    elif kind == 1:
        files[name] = Link(chance.choice([name.rpartition("/")[2].encode(), b"/dev/zero", b"nowhere", b"."]))
    elif kind == 2:
        lock = name.replace(".txt", ".lock")
        files[lock] = Link(lock.rpartition("/")[2].encode())
    elif kind == 3:
        for number in range(chance.choice([9, 10, 40])):
            files[f"log/crash-2026-01-01-{number:06}-1-a.txt"] = b"Fatal Python error: Aborted\n"
        if chance.random() < 0.5:
            files["log/crash-0/inside"] = b"a folder"
    elif kind == 4:
        files["log/failed-starts/inside"] = files.pop("log/failed-starts")
    else:
        files.clear()
        if chance.random() < 0.5:
            files["log"] = b"a file"


def _load_notes(folder: Path) -> Any:
    from cnnstudio import crash_report

    os.environ["CNNSTUDIO_HOME"] = str(folder)
    told = crash_report.former()
    if told is not None and told.report is not None and not told.report.is_file():
        raise AssertionError(f"the report {told.report} is not there")
    crash_report.fails_to_start()
    if crash_report.former() is not None:
        raise AssertionError("a window that has gone is told of twice")
    return told


_add(
    Loader(
        "notes",
        _notes,
        lambda name: None if name.endswith((".lock", "errors.log")) else mutate.rarely_raw(_note),
        _load_notes,
        {
            "crash_report": (
                *("__init__", "begin", "ready", "ending", "uncaught", "end", "leave", "_write_line"),
                "forget_failed_starts",
            )
        },
        plants=(Plant("raise", "crash_report:_failed_starts"), Plant("loop", "gui.crash_report:_claimed")),
        whole=_note_folder,
    )
)
