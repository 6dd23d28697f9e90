"""Networks that look at numbers while they are built or run, analysed in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnnstudio.analysis import own_process
from cnnstudio.analysis.network import analyse_python
from cnnstudio.analysis.own_process import Order
from cnnstudio.errors import NetworkInputError

FILE = """
import os, time, warnings
import torch
from torch import nn
from torch.nn.utils import parametrizations

warnings.simplefilter("ignore")
PLACE = os.getpid()


class Ordinary(nn.Module):
    def __init__(self):
        super().__init__()
        self.moved = nn.Conv2d(3, 4, 3).to("cpu")
        self.scale = float(self.moved.weight.mean())
        self.turned = parametrizations.orthogonal(nn.Linear(6, 6, bias=False))
        self.traced = torch.jit.trace(nn.Conv2d(4, 5, 1), torch.zeros(1, 4, 6, 6))
        self.scripted = torch.jit.script(nn.Sequential(nn.Conv2d(5, 2, 1), nn.ReLU()))

    def forward(self, x):
        x = self.turned(self.moved(x)) * self.scale
        x = x * float(x.numpy().mean()) + x.mean().item()
        return torch.stack([self.scripted(self.traced(one[None]))[0] for one in x])


class Wrong(nn.Module):
    def forward(self, x):
        if x.sum().item() == 0:
            raise ValueError("pictures must not be black")
        return x


class Endless(nn.Module):
    def __init__(self):
        super().__init__()
        while True:
            time.sleep(0.1)


class Hungry(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = nn.Parameter(torch.zeros(2**31))

    def forward(self, x):
        return x * self.block.numpy()[0]


class Away(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)

    def forward(self, x):
        return torch.from_numpy(self.conv(x).numpy() * 2)


class Gone(nn.Module):
    def __init__(self):
        super().__init__()
        os._exit(3)
"""


def _file(folder: Path) -> Path:
    file = folder / "own.py"
    file.write_text(FILE)
    return file


def _order(folder: Path, name: str) -> Order:
    file = _file(folder)
    return Order(file, file.read_bytes(), name, (3, 8, 8), 1, {})


def test_what_needs_its_numbers_has_them_elsewhere(tmp_path: Path) -> None:
    analysis = analyse_python(_file(tmp_path), "Ordinary", (3, 8, 8), batch=2, confirmed=True)
    moved, turned, traced, scripted = 4 * 36 * 27, 4 * 6 * 36, 5 * 36 * 4, 2 * 36 * 5
    orthogonal = 6 * 6 * 6  # the matrix is computed anew for each minibatch
    assert analysis.total_macs == 2 * (moved + turned + traced + scripted) + orthogonal
    assert analysis.total_params == (4 * 27 + 4) + 36 + (5 * 4 + 5) + (2 * 5 + 2)
    assert analysis.output_shape == (2, 2, 6, 6)
    assert any("zeros" in remark for remark in analysis.remarks)


def test_what_goes_through_numpy_is_analysed_elsewhere(tmp_path: Path) -> None:
    analysis = analyse_python(_file(tmp_path), "Away", (3, 8, 8), confirmed=True)
    assert analysis.total_macs == 64 * 4 * 27
    assert any("numpy() in the network itself" in remark for remark in analysis.remarks)


def test_the_sentence_names_what_the_author_wrote(tmp_path: Path) -> None:
    with pytest.raises(NetworkInputError, match="pictures must not be black") as caught:
        analyse_python(_file(tmp_path), "Wrong", (3, 8, 8), confirmed=True)
    assert "meta" not in str(caught.value)


def test_what_never_ends_is_ended(tmp_path: Path) -> None:
    with pytest.raises(NetworkInputError, match=r"did not finish within 0\.5 seconds"):
        own_process.analyse(_order(tmp_path, "Endless"), seconds=0.5)


def test_a_process_that_ends_itself_is_told(tmp_path: Path) -> None:
    with pytest.raises(NetworkInputError, match="ended its own process"):
        own_process.analyse(_order(tmp_path, "Gone"))


@pytest.mark.skipif(not Path("/proc/self/statm").exists() or os.name != "posix", reason="no limit of memory here")
def test_memory_is_bounded(tmp_path: Path) -> None:
    with pytest.raises((NetworkInputError, own_process.ConfigError)) as caught:
        own_process.analyse(_order(tmp_path, "Hungry"), most_memory=2**30)
    assert "memory" in str(caught.value)


@pytest.mark.skipif(not Path("/proc/self/statm").exists() or os.name != "posix", reason="no limit of memory here")
@pytest.mark.parametrize("hard_gb", [None, 2, 1_000])
def test_the_systems_own_limit_stays(hard_gb: int | None) -> None:
    code = f"""
import resource
from cnnstudio.analysis import own_process
hard = {hard_gb} and {hard_gb} * 2**30
if hard:
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
before = resource.getrlimit(resource.RLIMIT_AS)
own_process._limit_memory(4 * 2**30)
soft, now = resource.getrlimit(resource.RLIMIT_AS)
print(now == before[1], soft != resource.RLIM_INFINITY, not hard or soft <= hard)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"] * 3
