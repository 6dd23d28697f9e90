"""torchvision through its door, with its C++ operators and without, each in a process of its own."""

import subprocess
import sys

import pytest

# As beside a CPU-only torch, and in the packaged program: the dynamic loader finds no C++ library of torchvision.
_WITHOUT_OPERATORS = """
import torch
real = torch.ops.load_library
def load_library(path):
    if "torchvision" in str(path):
        raise OSError("libcudart.so.13: cannot open shared object file")
    real(path)
torch.ops.load_library = load_library
"""

_USE = """
import sys
from concurrent.futures import ThreadPoolExecutor
import torch
from cnnstudio.networks import catalogue, vision

with ThreadPoolExecutor(4) as pool:
    names = ["torchvision", "torchvision.models", "torchvision.datasets", "torchvision.transforms"]
    loaded = list(pool.map(vision.load, names))
assert [module.__name__ for module in loaded] == names
assert all(sys.modules[module.__name__] is module for module in loaded)
import torchvision
assert torchvision is loaded[0]
with torch.device("meta"):
    # Its class is decorated for TorchScript, whose decorators read its source.
    network = catalogue.get("densenet121").build()
assert sum(parameter.numel() for parameter in network.parameters()) == 7_978_856
assert loaded[2].MNIST.resources
"""


@pytest.mark.parametrize("before", ["", _WITHOUT_OPERATORS], ids=["whole", "without C++ operators"])
def test_torchvision_is_loaded_whole_on_any_thread(before: str) -> None:
    done = subprocess.run([sys.executable, "-c", before + _USE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_the_door_the_operators_are_missed() -> None:
    # When this fails, torchvision no longer needs its operators for being imported: the door can go.
    code = _WITHOUT_OPERATORS + "import torchvision"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "operator torchvision::" in done.stderr


def test_a_users_file_may_import_torchvision_without_its_operators(tmp_path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "import torchvision\n"
        "from torch import nn\n"
        "class Mine(nn.Sequential):\n"
        "    def __init__(self):\n"
        "        super().__init__(torchvision.models.squeezenet1_1(weights=None))\n"
    )
    code = _WITHOUT_OPERATORS + (
        "from pathlib import Path\n"
        "from cnnstudio.networks import user_code\n"
        f"print(type(user_code.build(Path({str(file)!r}), 'Mine', confirmed=True)[0]).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("SqueezeNet\n", "")


def test_missing_torchvision_is_an_import_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from cnnstudio.networks import vision

    monkeypatch.setitem(sys.modules, "torchvision", None)
    with pytest.raises(ImportError):
        vision.load("torchvision")
