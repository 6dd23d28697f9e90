import pytest
import torch

from cnnstudio.errors import ConfigError
from cnnstudio.training import devices


@pytest.fixture
def two_gpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.device_count", lambda: 2)
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: False)


@pytest.fixture
def no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: False)


@pytest.mark.usefixtures("two_gpus")
@pytest.mark.parametrize(
    ("name", "device"), [("auto", "cuda:0"), ("cuda", "cuda:0"), ("cuda:1", "cuda:1"), ("cpu", "cpu")]
)
def test_the_user_chooses_the_gpu(name: str, device: str) -> None:
    assert devices.choose(name) == torch.device(device)


@pytest.mark.usefixtures("two_gpus")
def test_a_gpu_too_many_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="choose auto, cuda:0, cuda:1 or cpu") as caught:
        devices.choose("cuda:2")
    assert caught.value.setting == "device"


@pytest.mark.usefixtures("no_gpu")
@pytest.mark.parametrize("name", ["cuda", "cuda:0", "mps", "tpu"])
def test_without_a_gpu_only_the_cpu_is_there(name: str) -> None:
    assert devices.choose("auto") == torch.device("cpu")
    with pytest.raises(ConfigError, match="no device"):
        devices.choose(name)


@pytest.mark.usefixtures("no_gpu")
def test_apples_gpu_is_taken_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: True)
    assert devices.choose("auto") == torch.device("mps")


def test_the_cpu_has_a_title() -> None:
    assert devices.title(torch.device("cpu")).startswith("CPU, ")


def test_channels_last_where_it_pays() -> None:
    assert devices.memory_format(torch.device("cpu")) is torch.channels_last
    assert devices.memory_format(torch.device("cuda:0")) is torch.channels_last
    assert devices.memory_format(torch.device("mps")) is torch.contiguous_format
