"""Files of other programs: what is in them, whether it fits, and that hostile ones are one sentence."""

import os
import pickle
import random
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch
from torch import Tensor, nn

from cnnstudio import paths
from cnnstudio.datasets.scaling import IMAGENET, MNIST, UNIT
from cnnstudio.errors import ConfigError, MemoryShortError, StorageError, StudioError, WeightsError
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef, outputs
from cnnstudio.weights import elsewhere, fitting, library, loading, memory, unpickling
from cnnstudio.weights.elsewhere import AgreementError, Content
from cnnstudio.weights.metadata import Elsewhere
from cnnstudio.weights.reference import WeightsFile
from tests.weights.networks import own_network, random_state

CONVNET = CatalogueNetwork("convnet")


def state_of(network: str, seed: int = 0, **options: Any) -> dict[str, Tensor]:
    return dict(random_state(catalogue.build(network, **options), seed).state_dict())


@pytest.fixture
def convnet() -> dict[str, Tensor]:
    return state_of("convnet")


def content(tensors: dict[str, Tensor], file: str = "theirs.pth") -> Content:
    return Content(Path("/elsewhere") / file, tensors, {})


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process of its own does is done in this one, without its bound for memory."""
    monkeypatch.setattr(unpickling, "limit_memory", lambda _: None)

    def child(source: Path, target: Path, size: int) -> Any:
        unpickling.convert(source, target)
        yield

    monkeypatch.setattr(elsewhere, "_child", child)


# In a process of its own.


def test_a_pickle_is_read_after_agreement_alone(tmp_path: Path, convnet: dict[str, Tensor]) -> None:
    file = tmp_path / "theirs.pth"
    torch.save(OrderedDict(convnet), file)
    with pytest.raises(AgreementError, match=r"theirs\.pth is a pickle"):
        elsewhere.read(file)
    steps = elsewhere.steps(file, agreed=True)
    assert next(steps) is None, "waits for another process"
    *_, found = steps
    assert found is not None
    assert same(dict(found.tensors), convnet)
    assert found.remarks == ()
    assert [path.name for path in paths.cache_dir().iterdir() if path.name.startswith("pickle-")] == []


class _Harmful:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (os.environ["HARM"],)


class _Huge:
    def __reduce__(self) -> tuple[Any, ...]:
        return torch.Tensor, (12_000_000_000,)


@pytest.mark.parametrize(
    ("value", "told"),
    [(_Harmful(), "mkdir, which was not run"), (_Huge(), "far more memory than its own size")],
    ids=["code", "memory"],
)
def test_a_hostile_pickle_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: object, told: str
) -> None:
    harm = tmp_path / "harm"
    monkeypatch.setenv("HARM", str(harm))
    file = tmp_path / "hostile.pt"
    torch.save({"state_dict": {"weight": value}}, file)
    with pytest.raises(WeightsError) as error:
        elsewhere.read(file, agreed=True)
    assert told in str(error.value)
    assert str(error.value).startswith("hostile.pt")
    assert "\n" not in str(error.value)
    assert not harm.exists()


def test_who_stops_ends_the_process(
    tmp_path: Path, convnet: dict[str, Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    popen = elsewhere.subprocess.Popen

    def start(*args: Any, **kwargs: Any) -> Any:
        started.append(popen(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(elsewhere.subprocess, "Popen", start)
    file = tmp_path / "theirs.pth"
    torch.save(convnet, file)
    steps = elsewhere.steps(file, agreed=True)
    next(steps)
    steps.close()
    assert started[0].returncode is not None
    assert not list(paths.cache_dir().glob("pickle-*"))


@pytest.mark.parametrize("bound", ["_PATIENCE_S", "_TORCH_BYTES"])
def test_time_and_memory_are_bounded_from_outside(
    tmp_path: Path, convnet: dict[str, Tensor], monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    file = tmp_path / "theirs.pth"
    torch.save(convnet, file)
    monkeypatch.setattr(elsewhere, bound, -(1 << 40))
    told = "took too long" if bound == "_PATIENCE_S" else "far more memory"
    with pytest.raises(WeightsError, match=told):
        elsewhere.read(file, agreed=True)


# What a pickle holds.


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("wrap", "remarks"),
    [
        (lambda state: state, ()),
        (lambda state: {"epoch": 3, "state_dict": state}, ("The weights stand under state_dict in the file.",)),
        (lambda state: {"model": {"model": state}}, ("The weights stand under model.model in the file.",)),
        (lambda state: {"best": torch.tensor(0.9), "model": state}, ("The weights stand under model in the file.",)),
        (lambda state: {"theirs": state, "epoch": 9}, ("The weights stand under theirs in the file.",)),
        (
            lambda state: {**state, "epoch": 9, "lr": 0.1},
            ("2 other entries beside them are no tensors and were left out.",),
        ),
    ],
    ids=["plain", "state_dict", "twice", "beside a tensor", "another word", "among others"],
)
@pytest.mark.parametrize("new", [True, False], ids=["zip", "legacy"])
def test_where_a_checkpoint_keeps_its_weights(
    tmp_path: Path,
    convnet: dict[str, Tensor],
    wrap: Callable[[dict[str, Tensor]], object],
    remarks: tuple[str, ...],
    new: bool,
) -> None:
    file = tmp_path / "theirs.pt"
    torch.save(wrap(convnet), file, _use_new_zipfile_serialization=new)
    found = elsewhere.read(file, agreed=True)
    assert same(dict(found.tensors), convnet)
    assert found.remarks == remarks


@pytest.mark.usefixtures("here")
def test_tied_turned_and_partial_tensors_come_whole(tmp_path: Path) -> None:
    whole = torch.arange(600.0).reshape(20, 30)
    state = {"tied": whole, "again": whole, "turned": whole.T, "part": whole[3:5, 7:9], "number": torch.tensor(3)}
    file = tmp_path / "theirs.pt"
    torch.save({name: nn.Parameter(tensor) if name == "tied" else tensor for name, tensor in state.items()}, file)
    assert same(dict(elsewhere.read(file, agreed=True).tensors), state)


def _deep() -> object:
    value: object = {}
    for _ in range(50_000):
        value = [value]
    return value


def _circle() -> object:
    value: dict[str, Any] = {}
    value["model"] = value
    return value


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([torch.zeros(2)], "holds one list, and no state dictionary"),
        (torch.zeros(2), "holds one Tensor, and no state dictionary"),
        ({}, "a dictionary with nothing in it"),
        ({"a": {"x": torch.zeros(1)}, "b": {"x": torch.zeros(1)}}, "a dictionary with a, b"),
        (_circle(), "no state dictionary"),
        ({"weight": torch.zeros(1).expand(10**12)}, "far more than its own size"),
        ({f"x{n}": torch.zeros(1).expand(10**6) for n in range(10)}, "far more than its own size"),
        ({"weight": torch.zeros(2).to_sparse()}, "of a kind that cannot be read"),
        ({"weight": torch.zeros(2, dtype=torch.complex64)}, "of a kind that cannot be read"),
        ({"weight": torch.empty(10**12, device="meta")}, "of a kind that cannot be read"),
        ({7: torch.zeros(1)}, "which is no layer's"),
        ({"__metadata__": torch.zeros(1)}, "which is no layer's"),
        ({"x" * 10_000: torch.zeros(1)}, "which is no layer's"),
        ({"\ud800": torch.zeros(1)}, "damaged"),
        (nn.Linear(2, 2), "asks for torch.nn.modules.linear.Linear, which was not run"),
    ],
)
def test_what_is_no_state_dictionary_is_one_sentence(tmp_path: Path, value: object, told: str) -> None:
    file = tmp_path / "odd.pt"
    torch.save(value, file)
    with pytest.raises(WeightsError) as error:
        elsewhere.read(file, agreed=True)
    assert told in str(error.value)
    assert str(error.value).startswith("odd.pt") or "odd.pt" in str(error.value)
    assert len(str(error.value)) < 400


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "content",
    [random.Random(3).randbytes(5000), b"", b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\n" + bytes(40), b"PK\x05\x06" + bytes(18)],
    ids=["random", "empty", "table", "picture", "empty-archive"],
)
def test_what_torch_never_wrote_is_told_so_and_what_to_do(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mine.pth"
    file.write_bytes(content)
    with pytest.raises(WeightsError, match=r"mine\.pth holds no weights .* torch\.save .*, or choose the file"):
        elsewhere.read(file, agreed=True)


@pytest.mark.usefixtures("here")
def test_a_deeply_nested_pickle_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "deep.pt"
    # Written by hand: pickle itself cannot write anything so deep.
    file.write_bytes(b"\x80\x02" + b"]" * 50_000 + b"a" * 49_999 + b".")
    with pytest.raises(WeightsError, match=r"deep\.pt"):
        elsewhere.read(file, agreed=True)


@pytest.mark.usefixtures("here")
def test_packed_archives_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, packed = tmp_path / "plain.pt", tmp_path / "packed.pt"
    torch.save({"weight": torch.zeros(1_000_000)}, plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            target.writestr(entry, source.read(entry))
    assert packed.stat().st_size < plain.stat().st_size / 100
    monkeypatch.setattr(torch, "load", lambda *_, **__: pytest.fail("it was loaded"))
    with pytest.raises(WeightsError, match=r"packed\.pt holds more than its size"):
        elsewhere.read(packed, agreed=True)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999])
@pytest.mark.parametrize("new", [True, False], ids=["zip", "legacy"])
def test_a_truncated_pickle_is_one_sentence(
    tmp_path: Path, convnet: dict[str, Tensor], share: float, new: bool
) -> None:
    file = tmp_path / "cut.pt"
    torch.save(convnet, file, _use_new_zipfile_serialization=new)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(WeightsError, match=r"cut\.pt"):
        elsewhere.read(file, agreed=True)


@pytest.mark.usefixtures("here")
def test_a_flipped_bit_of_a_weight_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "flipped.pt"
    torch.save({"weight": torch.full((50,), 1.5), "bias": torch.zeros(3)}, file)
    whole = bytearray(file.read_bytes())
    whole[whole.index(b"\x00\x00\xc0\x3f" * 50) + 90] ^= 4
    file.write_bytes(whole)
    with pytest.raises(WeightsError, match=r"flipped\.pt is damaged: its checksums"):
        elsewhere.read(file, agreed=True)


@pytest.mark.usefixtures("here")
def test_files_without_checksums_are_read(tmp_path: Path, convnet: dict[str, Tensor]) -> None:
    file = tmp_path / "plain.pt"
    before = torch.serialization.get_crc32_options()
    torch.serialization.set_crc32_options(False)
    try:
        torch.save(convnet, file)
    finally:
        torch.serialization.set_crc32_options(before)
    assert same(dict(elsewhere.read(file, agreed=True).tensors), convnet)


@pytest.mark.usefixtures("here")
def test_a_torchscript_program_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "script.pt"
    with pytest.warns(FutureWarning):
        torch.jit.save(torch.jit.script(nn.Linear(2, 2)), file)
    with pytest.raises(WeightsError, match=r"script\.pt"):
        elsewhere.read(file, agreed=True)


def test_a_plain_pickle_of_code_is_one_sentence(here: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    harm = tmp_path / "harm"
    monkeypatch.setenv("HARM", str(harm))
    file = tmp_path / "plain.pkl"
    file.write_bytes(pickle.dumps(_Harmful(), protocol=2))
    assert elsewhere.is_pickle(file)
    with pytest.raises(WeightsError, match=r"plain\.pkl"):
        elsewhere.read(file, agreed=True)
    assert not harm.exists()


def test_what_memory_does_not_hold_is_refused_first(
    tmp_path: Path, convnet: dict[str, Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(needed: int, what: str) -> None:
        raise MemoryShortError(f"{what} needs {needed}")

    file = tmp_path / "theirs.pt"
    torch.save(convnet, file)
    monkeypatch.setattr(memory, "check", refuse)
    with pytest.raises(MemoryShortError, match=r"theirs\.pt needs"):
        elsewhere.read(file, agreed=True)


def test_other_programs_safetensors_need_no_agreement(tmp_path: Path, convnet: dict[str, Tensor]) -> None:
    file = tmp_path / "theirs.safetensors"
    safetensors.torch.save_file(convnet, file)
    assert not elsewhere.is_pickle(file)
    assert not elsewhere.is_own(file)
    assert same(dict(elsewhere.read(file).tensors), convnet)


@pytest.mark.parametrize("what", ["gone", "folder", "pipe", "text", "empty"])
def test_what_is_no_file_of_weights_is_one_sentence(tmp_path: Path, what: str) -> None:
    file = tmp_path / what
    if what == "folder":
        file.mkdir()
    elif what == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes here")
        os.mkfifo(file)
    elif what != "gone":
        file.write_text("no weights" if what == "text" else "")
    with pytest.raises((StorageError, WeightsError), match=what):
        elsewhere.read(file, agreed=True)


# Whether it fits.


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.", "module._orig_mod.", "model.", "net.backbone."])
def test_a_common_prefix_is_taken_off_and_said(convnet: dict[str, Tensor], prefix: str) -> None:
    found = elsewhere.fit(content({f"{prefix}{name}": tensor for name, tensor in convnet.items()}), CONVNET)
    assert not found.differences
    assert same(dict(found.tensors), convnet)
    assert found.remarks == (f"Every name begins with {prefix} in the file; that was taken off.",)


def test_a_prefix_that_is_the_networks_own_stays(tmp_path: Path) -> None:
    network = own_network(
        tmp_path,
        "Net",
        source=(
            "from torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
            "        self.module = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))\n"
            "    def forward(self, x):\n        return self.module(x)\n"
        ),
    )
    state = {"module.1.weight": torch.ones(10, 784), "module.1.bias": torch.zeros(10)}
    assert elsewhere.fit(content(state), network).remarks == ()
    found = elsewhere.fit(content({f"module.{name}": tensor for name, tensor in state.items()}), network)
    assert not found.differences
    assert same(dict(found.tensors), state)
    assert found.remarks == ("Every name begins with module. in the file; that was taken off.",)


def test_what_does_not_fit_is_listed_in_one_sentence(convnet: dict[str, Tensor]) -> None:
    del convnet["features.0.bias"]
    convnet["more.weight"] = torch.zeros(3)
    convnet["features.3.weight"] = torch.zeros(2, 2, 3, 3)
    found = elsewhere.fit(content(convnet), CONVNET)
    with pytest.raises(WeightsError) as error:
        elsewhere.refuse(found)
    told = str(error.value)
    assert told.startswith("theirs.pth does not fit ConvNet (missing: features.0.bias; not known: more.weight; ")
    assert "features.3.weight is 2 × 2 × 3 × 3 instead of" in told
    with pytest.raises(WeightsError):
        elsewhere.keep(found, UNIT)
    assert library.kept() == ()
    assert not found.only_extra


def test_what_the_network_does_not_have_can_be_left_out(convnet: dict[str, Tensor]) -> None:
    found = elsewhere.fit(content({**convnet, "more.weight": torch.zeros(3)}), CONVNET)
    assert found.only_extra
    without = found.without_extra()
    assert not without.differences
    assert same(dict(without.tensors), convnet)
    assert without.remarks == ("1 tensor that ConvNet does not have was left out.",)


def test_counters_that_old_files_lack_are_filled_in_and_said() -> None:
    state = state_of("resnet-8")
    old = {name: tensor for name, tensor in state.items() if not name.endswith("num_batches_tracked")}
    assert old.keys() != state.keys()
    found = elsewhere.fit(content(old), CatalogueNetwork("resnet-8"))
    assert not found.differences
    assert same({name: found.tensors[name] for name in old}, old)
    assert all(int(found.tensors[name]) == 0 for name in state if name not in old)
    assert found.remarks == (f"{len(state) - len(old)} counters of BatchNorm that older files lack were set to 0.",)


def test_names_of_torchvisions_older_versions_are_known() -> None:
    network = CatalogueNetwork("densenet121")
    state = {name: torch.full(shape, 0.5) for name, shape in fitting.shapes(network).items()}
    old = {
        name.replace(".norm1.", ".norm.1.")
        .replace(".norm2.", ".norm.2.")
        .replace(".conv1.", ".conv.1.")
        .replace(".conv2.", ".conv.2."): tensor
        for name, tensor in state.items()
    }
    found = elsewhere.fit(content(old), network)
    assert not found.differences
    assert same(dict(found.tensors), state)
    assert "norm1" in found.remarks[0]


@pytest.mark.parametrize("name", ["convnet", "resnet-8", "squeezenet1_1"])
def test_a_network_is_made_with_as_many_classes_as_the_file_tells_apart(name: str) -> None:
    state = state_of(name, num_classes=7)
    found = elsewhere.fit(content(state), CatalogueNetwork(name))
    assert not found.differences
    assert found.classes == found.outputs == 7
    file = elsewhere.keep(found, UNIT)
    loaded = loading.load(CatalogueNetwork(name), WeightsFile(file))
    assert loaded.class_names == tuple("0123456")
    assert same(dict(loaded.module.state_dict()), state)


# Keeping.


@pytest.mark.parametrize("which", ["catalogue", "own"])
def test_what_is_kept_computes_the_same_and_says_where_it_came_from(tmp_path: Path, which: str) -> None:
    network: NetworkRef = CatalogueNetwork("lenet5") if which == "catalogue" else own_network(tmp_path)
    module = random_state(loading.load(network, loading.Initial(3)).copy(), 5)
    wrapped = {f"module.{name}": tensor for name, tensor in module.state_dict().items()}
    found = elsewhere.fit(content(wrapped, "über net.pth"), network)
    file = elsewhere.keep(found, MNIST)
    assert file.parent == library.folder_of_kept()
    loaded = loading.load(network, WeightsFile(file))
    pictures = torch.rand(3, 1, 28, 28, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        assert torch.equal(loaded.module(loaded.scaling.apply(pictures)), module((pictures - 0.1307) / 0.3081))
    assert loaded.metadata.network == network
    assert loaded.metadata.origin == Elsewhere(
        "über net.pth", ("Every name begins with module. in the file; that was taken off.",)
    )
    assert elsewhere.is_own(file)
    assert library.kept()[0].weights == WeightsFile(file)


def test_names_have_to_be_as_many_as_outputs(convnet: dict[str, Tensor]) -> None:
    found = elsewhere.fit(content(convnet), CONVNET)
    with pytest.raises(ConfigError, match="10 outputs, and there are 3 names"):
        elsewhere.keep(found, UNIT, ("a", "b", "c"))
    file = elsewhere.keep(found, UNIT, tuple("abcdefghij"))
    assert loading.load(CONVNET, WeightsFile(file)).class_names == tuple("abcdefghij")


def test_scalings_that_fit_a_network() -> None:
    assert elsewhere.fitting_scalings(CONVNET) == ("unit", "mnist", "signed")
    assert elsewhere.fitting_scalings(CatalogueNetwork("resnet18")) == ("unit", "mnist", "imagenet", "signed")
    assert elsewhere.usual_scaling(CONVNET) == "unit"
    assert elsewhere.SCALINGS[elsewhere.usual_scaling(CatalogueNetwork("vgg16"))] == IMAGENET


def test_googlenet_wants_what_torchvision_makes_of_imagenets_scaling() -> None:
    network = CatalogueNetwork("googlenet")
    models = elsewhere.compute.torchvision("torchvision.models")
    theirs = models.googlenet(init_weights=False, aux_logits=False, transform_input=True)
    pictures = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    ours = elsewhere.SCALINGS[elsewhere.usual_scaling(network)].apply(pictures)
    torch.testing.assert_close(theirs._transform_input(IMAGENET.apply(pictures)), ours, atol=1e-6, rtol=0)


def test_imagenets_names_are_as_many_as_published_networks_have_outputs() -> None:
    names = elsewhere.imagenet_names()
    assert len(names) == outputs(CatalogueNetwork("vgg16")) == elsewhere.IMAGENET_CLASSES
    assert (names[0], names[-1]) == ("tench", "toilet tissue")


def test_a_class_that_nobody_agreed_to_run_is_refused(tmp_path: Path, convnet: dict[str, Tensor]) -> None:
    network = own_network(tmp_path)
    loading.reference.consent.forget()
    with pytest.raises(StudioError, match=r"mine\.py"):
        elsewhere.fit(content(convnet), network)
