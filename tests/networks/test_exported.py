"""torch.export files: read without running or unpickling anything."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import pytest
import torch
import torchvision
from torch import nn

from cnnstudio.analysis.network import analyse, analyse_exported
from cnnstudio.errors import StorageError, WeightsError
from cnnstudio.networks.exported import read


def _export(model: nn.Module, shape: tuple[int, ...], file: Path) -> Path:
    torch.export.save(torch.export.export(model.eval(), (torch.zeros(shape),)), file)
    return file


@pytest.fixture(scope="module")
def resnet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exported") / "resnet.pt2"
    return _export(torchvision.models.resnet18(weights=None), (2, 3, 64, 64), file)


def test_an_exported_network_is_analysed_like_the_original(resnet: Path) -> None:
    exported = analyse_exported(resnet)
    original = analyse("resnet18", input_shape=(3, 64, 64), batch=2)
    assert exported.root.type == "ResNet"
    assert exported.total_params == original.total_params
    assert exported.total_macs == original.total_macs
    assert exported.activation_bytes == original.activation_bytes
    assert len(exported.graph.nodes) == len(original.graph.nodes)
    assert set(exported.graph.groups) == set(original.graph.groups)
    for path, layer in original.layers.items():
        other = exported.layers[path]
        assert (other.type, other.output_shape, other.calls) == (layer.type, layer.output_shape, layer.calls)
        assert other.receptive_field == layer.receptive_field
        assert (other.kernel, other.stride, other.padding) == (layer.kernel, layer.stride, layer.padding)


class _Parts(nn.Module):
    """Splitting, indexing, scalars, constants, a functional convolution."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding="same")
        self.register_buffer("scale", torch.ones(1))
        self.head = nn.Linear(8, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        a, b = self.conv(x).chunk(2, 1)
        x = torch.cat([a * self.scale + 1, nn.functional.interpolate(b, scale_factor=2)[:, :, ::2, ::2]], 1)
        logits: torch.Tensor = self.head(x.mean((2, 3)).float())
        return logits


def test_other_operations(tmp_path: Path) -> None:
    analysis = analyse_exported(_export(_Parts(), (1, 3, 16, 16), tmp_path / "parts.pt2"))
    assert analysis.output_shape == (1, 2)
    assert analysis.total_params == 8 * 27 + 8 + 18
    assert analysis.layers["conv"].receptive_field is not None


def _rewritten(source: Path, target: Path, replaced: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, replaced.get(info.filename.split("/", 1)[1], old.read(info)))
    return target


def test_a_pickle_in_the_file_is_never_opened(resnet: Path, tmp_path: Path) -> None:
    """The known attack on ``torch.export.load``: a pickled payload in place of weights and sample inputs."""
    mark = tmp_path / "it-ran"

    class Payload:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (mark,)

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as inner:
        inner.writestr("archive/data.pkl", pickle.dumps(Payload()))
    payload = archive.getvalue()
    with zipfile.ZipFile(resnet) as source:
        config = json.loads(source.read("resnet/data/weights/model_weights_config.json"))
    for entry in config["config"].values():
        entry["use_pickle"] = True
    file = _rewritten(
        resnet,
        tmp_path / "evil.pt2",
        {
            "data/weights/weight_0": payload,
            "data/weights/model_weights_config.json": json.dumps(config).encode(),
            "data/sample_inputs/model.pt": payload,
        },
    )
    assert analyse_exported(file).total_params == 11_689_512
    assert not mark.exists()


@pytest.mark.parametrize(
    "target",
    ["torch.ops.aten.from_file.default", "torch.ops.prim.Print.default", "os.system", "torch.ops.aten.__class__.x"],
)
def test_only_tensor_operations_are_played_back(resnet: Path, tmp_path: Path, target: str) -> None:
    with zipfile.ZipFile(resnet) as source:
        program = json.loads(source.read("resnet/models/model.json"))
    program["graph_module"]["graph"]["nodes"][0]["target"] = target
    file = _rewritten(resnet, tmp_path / "odd.pt2", {"models/model.json": json.dumps(program).encode()})
    with pytest.raises(WeightsError, match="operation"):
        read(file)


def test_what_is_no_exported_network_is_told_in_a_sentence(resnet: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"gone\.pt2 could not be read"):
        read(tmp_path / "gone.pt2")
    file = tmp_path / "text.pt2"
    file.write_text("hello")
    with pytest.raises(WeightsError, match=r"not a torch\.export file"):
        read(file)
    torch.save({"a": torch.zeros(1)}, tmp_path / "weights.pt2")
    with pytest.raises(WeightsError, match="no exported graph"):
        read(tmp_path / "weights.pt2")
    half = tmp_path / "half.pt2"
    half.write_bytes(resnet.read_bytes()[: 10**6])
    with pytest.raises(WeightsError):
        read(half)
    for text in (b"{}", b"[]", b"not json", b'{"graph_module": {"graph": {}, "signature": {"input_specs": []}}}'):
        with pytest.raises(WeightsError):
            read(_rewritten(resnet, tmp_path / "damaged.pt2", {"models/model.json": text}))


def test_a_network_of_two_inputs_is_told(tmp_path: Path) -> None:
    class Two(nn.Module):
        def forward(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
            return x + y

    file = tmp_path / "two.pt2"
    torch.export.save(torch.export.export(Two(), (torch.zeros(1, 1, 4, 4), torch.zeros(1, 1, 4, 4))), file)
    with pytest.raises(WeightsError, match="2 inputs"):
        read(file)
