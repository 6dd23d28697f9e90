import json
import pickle
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
import safetensors.torch
import torch

from cnnstudio import files
from cnnstudio.datasets.scaling import IMAGENET, MNIST
from cnnstudio.errors import MemoryShortError, StorageError, WeightsError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import EMPTY, Initial, Shipped, format, memory
from cnnstudio.weights.metadata import Accuracy, Edited, Metadata, Trained, Tuned
from tests.weights.peak import Peak

TENSORS = {
    "a": torch.randn(3, 4, generator=torch.Generator().manual_seed(0)),
    "n": torch.tensor(7),
    "half": torch.ones(2, 2, dtype=torch.float16),
    "none": torch.zeros(0, 3),
}
METADATA = [
    Metadata(),
    Metadata(
        network=CatalogueNetwork("convnet"),
        dataset="mnist",
        classes=tuple("abcdefghij"),
        scaling=MNIST,
        epoch=3,
        step=1407,
        accuracies=(Accuracy(0.9889, "mnist", "test"), Accuracy(0.999, "mnist", "train")),
        temperature=0.617,
        made="2026-11-28T14:00:00+00:00",
        origin=Trained("best", "test accuracy"),
        config={"seed": 1, "recipe": "fast"},
    ),
    Metadata(
        network=CatalogueNetwork.of("resnet18", num_classes=5), scaling=IMAGENET, origin=Tuned(Shipped("digitnet"))
    ),
    Metadata(origin=Edited.of(Initial(3), EMPTY.set("a", 1, -0.0).switch("f", 2, on=False).prune(0.1))),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "w.safetensors"


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(
        one[name].dtype == other[name].dtype and torch.equal(one[name], other[name]) for name in one
    )


@pytest.mark.parametrize("metadata", METADATA, ids=range(len(METADATA)))
@pytest.mark.parametrize("copied", [True, False])
def test_what_is_written_comes_back(file: Path, metadata: Metadata, copied: bool) -> None:
    format.save(file, TENSORS, metadata)
    tensors, about = format.open_weights(file, copied=copied)
    assert same(tensors, TENSORS)
    assert about == metadata
    assert format.open_metadata(file) == metadata
    header = format.read_header(file)
    assert header.shapes == {name: tuple(tensor.shape) for name, tensor in TENSORS.items()}
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_tensors_that_share_memory_or_have_odd_strides_are_written(file: Path) -> None:
    whole = torch.arange(12.0).reshape(3, 4)
    format.save(file, {"rows": whole, "again": whole, "turned": whole.T, "part": whole[:, 1:3]}, Metadata())
    tensors, _ = format.open_weights(file)
    assert torch.equal(tensors["turned"], whole.T)
    assert torch.equal(tensors["part"], whole[:, 1:3])


def test_every_kind_of_number_is_read_by_safetensors_own_reader(file: Path) -> None:
    kinds = ["bool", "uint8", "int8", "int16", "int32", "int64", "float8_e4m3fn", "float8_e5m2"]
    kinds += ["float16", "bfloat16", "float32", "float64"]
    tensors = {kind: torch.tensor([[1, 0, 1]]).to(getattr(torch, kind)) for kind in kinds} | TENSORS
    format.save(file, tensors, METADATA[1])
    found = safetensors.torch.load_file(file)
    assert {name: tensor.dtype for name, tensor in found.items()} == {
        name: tensor.dtype for name, tensor in tensors.items()
    }
    assert all(torch.equal(found[name].double(), tensors[name].double()) for name in tensors)
    assert same({"a": format.open_weights(file)[0]["a"]}, {"a": TENSORS["a"]})


def test_a_kind_that_no_file_can_hold_is_one_sentence(file: Path) -> None:
    with pytest.raises(WeightsError, match="w holds numbers of the kind complex128, which a weights file cannot"):
        format.save(file, {"w": torch.zeros(2, dtype=torch.complex128)}, Metadata())
    assert not file.exists()


@pytest.mark.parametrize("turned", [False, True])
def test_writing_holds_no_second_copy_of_all_tensors(file: Path, turned: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[type, int]] = []

    class Noting:
        def __init__(self, file: IO[bytes]) -> None:
            self.seek = file.seek
            self._file = file

        def write(self, data: bytes | memoryview) -> None:
            written.append((type(data), len(data)))
            self._file.write(data)

    @contextmanager
    def whole_file(path: Path) -> Iterator[Noting]:
        with files.whole_file(path) as opened:
            yield Noting(opened)

    one = torch.rand(100, 120)
    tensors = {str(number): (one + number).T if turned else one + number for number in range(20)}
    monkeypatch.setattr(format, "whole_file", whole_file)
    with Peak() as peak:
        format.save(file, tensors, Metadata())
    assert peak.bytes <= (2 if turned else 0) * one.nbytes, "one tensor after another is made contiguous"
    assert [size for kind, size in written if kind is memoryview] == [one.nbytes] * 20
    assert sum(size for kind, size in written if kind is bytes) < one.nbytes, "the header, twice"
    assert same(format.open_weights(file)[0], tensors)


def test_what_was_read_is_a_copy(file: Path) -> None:
    format.save(file, TENSORS, Metadata())
    tensors, _ = format.open_weights(file)
    content = bytearray(file.read_bytes())
    content[-40:] = bytes(40)
    file.write_bytes(content)
    assert same(tensors, TENSORS)


def test_a_flipped_bit_is_noticed_wherever_it_is(file: Path) -> None:
    format.save(file, TENSORS, METADATA[1])
    whole = file.read_bytes()
    start = 8 + struct.unpack("<Q", whole[:8])[0]
    for place in (
        *range(start, len(whole), 5),
        whole.index(b"mnist"),
        whole.index(b"0.9889"),
        whole.index(b"checksums"),
    ):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        file.write_bytes(damaged)
        with pytest.raises(WeightsError, match=r"w\.safetensors is damaged"):
            format.open_weights(file)


@pytest.mark.parametrize("extra", range(0, 128, 32))  # among them a header whose length starts with a pickle's byte
@pytest.mark.parametrize("size", [0, 5, 9, 100, 0.5, -1])
def test_a_truncated_file_is_refused(file: Path, size: float, extra: int) -> None:
    format.save(file, TENSORS, replace(METADATA[1], made="x" * extra))
    whole = file.read_bytes()
    file.write_bytes(whole[: int(size * len(whole)) if 0 < size < 1 else int(size)])
    for opened in (format.open_weights, format.open_metadata):
        with pytest.raises(WeightsError, match=r"neither a safetensors file nor one that torch\.save has written"):
            opened(file)


class _Harmful:
    def __reduce__(self):
        return (Path.touch, (Path("harm-was-done"),))


def test_a_pickle_is_refused_without_being_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    bare, archive = tmp_path / "bare.pt", tmp_path / "archive.pt"
    bare.write_bytes(pickle.dumps(_Harmful()))
    torch.save({"x": _Harmful()}, archive)
    for file in (bare, archive):
        for opened in (format.open_weights, format.open_metadata):
            with pytest.raises(WeightsError, match="is a pickle"):
                opened(file)
    assert not Path("harm-was-done").exists()


def test_a_header_whose_length_looks_like_a_pickle_opens(file: Path) -> None:
    for extra in range(300):
        format.save(file, TENSORS, Metadata(made="x" * extra))
        if file.read_bytes()[0] == 0x80:
            break
    assert file.read_bytes()[0] == 0x80
    assert same(format.open_weights(file)[0], TENSORS)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 3},
        {"schema": 10**9},
    ],
)
def test_a_later_version_is_refused(file: Path, change: dict[str, object]) -> None:
    safetensors.torch.save_file(TENSORS, file, {"cnnstudio": json.dumps({"kind": "weights", **change})})
    for opened in (format.open_weights, format.open_metadata):
        with pytest.raises(WeightsError, match=r"later version of CNN Studio\. Update the program"):
            opened(file)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"network": {"kind": "cloud"}},
        {"classes": [1, 2]},
        {"scaling": {"mean": [0.0], "deviation": [0.0]}},
        {"scaling": {"mean": [0.0, 1.0], "deviation": [1.0]}},
        {"accuracies": [{"value": 2.0}]},
        {"temperature": 0.0},
        {"origin": {"kind": "found"}},
        {"epoch": "three"},
    ],
)
def test_what_this_version_would_not_write_is_damage(file: Path, change: dict[str, object]) -> None:
    about = {"schema": 2, "kind": "weights", **change}
    safetensors.torch.save_file(TENSORS, file, {"cnnstudio": json.dumps(about)})
    with pytest.raises(WeightsError, match=r"w\.safetensors is damaged: ") as caught:
        format.open_metadata(file)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "about", [None, "[1, 2]", '{"classes": "abc"}', '{"schema": "2"}', '{"epoch": true}', "7", "null"]
)
def test_what_other_programs_say_of_themselves_is_no_harm(file: Path, about: str | None) -> None:
    safetensors.torch.save_file(TENSORS, file, None if about is None else {"cnnstudio": about})
    tensors, metadata = format.open_weights(file)
    assert same(tensors, TENSORS)
    assert metadata == Metadata()


@pytest.mark.parametrize("about", ["{no json", '{"a": NaN}', "[" * 5000 + "]" * 5000])
def test_metadata_that_are_no_json_are_damage(file: Path, about: str) -> None:
    safetensors.torch.save_file(TENSORS, file, {"cnnstudio": about})
    with pytest.raises(WeightsError, match="damaged"):
        format.open_metadata(file)


def test_of_a_checkpoint_the_network_that_is_evaluated_is_read(file: Path) -> None:
    tensors = {"model.w": torch.ones(2), "optimizer.0.step": torch.ones(1), "losses": torch.zeros(3)}
    about = {"kind": "checkpoint", "schema": 1, "network": "convnet", "dataset": "kmnist", "train_size": 100}
    about |= {"config": {"batch_size": 16}, "progress": {"epoch": 2, "batch": 0, "test_accuracy": 0.5}}
    safetensors.torch.save_file(tensors, file, {"cnnstudio": json.dumps(about)})
    found, metadata = format.open_weights(file)
    assert same(found, {"w": torch.ones(2)})
    assert (metadata.network, metadata.dataset, metadata.epoch, metadata.step) == (
        CatalogueNetwork("convnet"),
        "kmnist",
        2,
        14,
    )
    assert metadata.accuracy == Accuracy(0.5, "kmnist", "test")
    assert len(metadata.classes) == 10
    assert metadata.classes != tuple("0123456789")
    about["progress"] = {"epoch": 2, "batch": 3, "test_accuracy": 0.5}
    safetensors.torch.save_file(tensors | {"averaged.w": torch.zeros(2)}, file, {"cnnstudio": json.dumps(about)})
    found, metadata = format.open_weights(file)
    assert same(found, {"w": torch.zeros(2)}), "the moving average, where there is one"
    assert metadata.step == 17
    assert metadata.accuracy is None, "it was measured on weights of some steps before"
    assert format.read_header(file).shapes == {"w": (2,)}


def test_what_cannot_be_read(tmp_path: Path) -> None:
    for file in (tmp_path / "none.safetensors", tmp_path):
        for opened in (format.open_weights, format.open_metadata):
            with pytest.raises(StorageError, match="could not be read"):
                opened(file)


def test_what_cannot_be_written_leaves_the_old_one(file: Path) -> None:
    format.save(file, TENSORS, METADATA[1])
    file.chmod(0o400)
    file.parent.chmod(0o500)
    try:
        with pytest.raises(StorageError):
            format.save(file.parent / "new" / "w.safetensors", TENSORS, Metadata())
    finally:
        file.parent.chmod(0o700)
    assert format.open_metadata(file) == METADATA[1]


def test_headers_are_read_without_torch(file: Path) -> None:
    format.save(file, TENSORS, METADATA[1])
    code = (
        "import sys; from pathlib import Path; from cnnstudio.weights import format\n"
        f"assert format.open_metadata(Path({str(file)!r})).step == 1407\n"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_memory_that_is_short_is_told_with_both_figures(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Short:
        available = 1000

    format.save(file, {"a": torch.zeros(10_000)}, Metadata())
    monkeypatch.setattr("psutil.virtual_memory", Short)
    with pytest.raises(MemoryShortError, match=r"w\.safetensors needs 40\.\d KB of memory, and 1\.0 KB are free"):
        format.open_weights(file)
    memory.check(1000, "Nothing")
    with pytest.raises(MemoryShortError, match=r"ResNet-152 needs 2\.4 GB of memory, and 1\.0 KB are free"):
        memory.check(2_400_000_000, "ResNet-152")
