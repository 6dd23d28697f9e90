from pathlib import Path

import pytest

from cnnstudio.errors import ConfigError, StorageError
from cnnstudio.networks import consent
from cnnstudio.networks.user_code import ConsentError, build, class_names, load, network_names

NETWORKS = """
from pathlib import Path
import torch
from torch import nn
Path(__file__).with_name("it-ran").touch()

class Net(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.conv = nn.Conv2d(1, width, 3)
    def forward(self, x):
        return self.conv(x)

class Wider(Net):
    pass

class NeedsTwo(nn.Module):
    def __init__(self, width, depth, bias=True):
        super().__init__()

class Fails(nn.Module):
    def __init__(self):
        super().__init__()
        raise RuntimeError("out of paper")

class NoSuper(nn.Module):
    def __init__(self):
        pass

class Plain:
    pass
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(NETWORKS)
    return path


def test_reading_names_runs_nothing(file: Path) -> None:
    assert class_names(file) == ("Net", "Wider", "NeedsTwo", "Fails", "NoSuper")
    assert not file.with_name("it-ran").exists()


def test_nothing_runs_without_consent(file: Path) -> None:
    with pytest.raises(ConsentError, match=r"runs its code"):
        build(file, "Net")
    assert not file.with_name("it-ran").exists()


def test_a_class_is_built(file: Path) -> None:
    assert build(file, "Wider", confirmed=True, arguments={"width": 6}).get_submodule("conv").out_channels == 6
    assert file.with_name("it-ran").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("NeedsTwo", ["NeedsTwo", "width and depth"]),
        ("Fails", ["Fails", "RuntimeError: out of paper"]),
        ("NoSuper", ["super().__init__()"]),
        ("Plain", ["Plain", "nn.Module"]),
        ("Absent", ["Absent", "Net, Wider"]),
        ("torch", ["torch", "no class"]),
    ],
)
def test_what_cannot_be_built_is_told_in_a_sentence(file: Path, name: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        build(file, name, confirmed=True)
    assert all(word in str(caught.value) for word in words)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import sys; sys.exit(3)", "SystemExit"),
        ("raise ValueError", "ValueError."),
        ("import a_module_that_is_not_there", "ModuleNotFoundError"),
        ("def broken(:", "line 1"),
    ],
)
def test_a_file_that_raises_is_told_in_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "mine.py"
    file.write_text(text)
    with pytest.raises(ConfigError, match=words):
        build(file, "Net", confirmed=True)


def test_a_missing_or_strange_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"gone\.py could not be read"):
        build(tmp_path / "gone.py", "Net", confirmed=True)
    binary = tmp_path / "picture.py"
    binary.write_bytes(b"\x89PNG\0\0")
    with pytest.raises(ConfigError, match="not valid Python"):
        class_names(binary)
    other = tmp_path / "network.txt"
    other.write_text(NETWORKS)
    with pytest.raises(ConfigError, match=r"\.py"):
        build(other, "Net", confirmed=True)


def test_files_beside_it_can_be_imported(tmp_path: Path) -> None:
    (tmp_path / "cnnstudio_test_sizes.py").write_text("WIDTH = 5")
    file = tmp_path / "mine.py"
    file.write_text(
        "from torch import nn\nfrom cnnstudio_test_sizes import WIDTH\n"
        "class Net(nn.Conv2d):\n    def __init__(self):\n        super().__init__(1, WIDTH, 3)\n"
    )
    assert build(file, "Net", confirmed=True).out_channels == 5


BUILT = """
import torch
from torch import nn
from torchvision import models

class Net(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.conv = nn.Conv2d(5, width, 3)
    def forward(self, x):
        return self.conv(x)

layers = [nn.Conv2d(3, 2, 1)]
model = nn.Sequential(*layers, nn.ReLU())
ready: nn.Module = Net(8).eval()
borrowed = models.squeezenet1_1(weights=None)
WIDTH = max(3, 4)

def make(width: int = 6) -> nn.Module:
    return Net(width)

def assembled():
    made = nn.Sequential(Net(), nn.ReLU())
    return made

def wide(width):
    return Net(width)

def helper(x):
    return x + 1

def nothing():
    return nn.Sequential if False else None

def _private():
    return Net()
"""


def test_what_stands_built_in_a_file_or_is_built_by_a_function_is_found(tmp_path: Path) -> None:
    file = tmp_path / "built.py"
    file.write_text(BUILT)
    assert network_names(file) == ("Net", "model", "ready", "borrowed", "make", "assembled", "wide")
    assert class_names(file) == ("Net",)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("model", 3 * 2 + 2),
        ("ready", 8 * 45 + 8),
        ("make", 6 * 45 + 6),
        ("assembled", 4 * 45 + 4),
        ("Net", 4 * 45 + 4),
    ],
)
def test_it_is_built_like_a_class(tmp_path: Path, name: str, count: int) -> None:
    file = tmp_path / "built.py"
    file.write_text(BUILT)
    sha256 = consent.fingerprint(file)
    consent.give(file, sha256)
    loaded = load(file, name, sha256)
    module = loaded.build()
    assert sum(parameter.numel() for parameter in module.parameters()) == count
    assert module is not loaded.build()
    assert loaded.usual_input()[0] == (3 if name == "model" else 5)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("wide", "wide needs width"),
        ("nothing", "nothing in built.py gives no torch.nn.Module"),
        ("WIDTH", "has no class called WIDTH"),
        ("helper", "helper needs x"),
    ],
)
def test_what_is_no_network_is_told(tmp_path: Path, name: str, words: str) -> None:
    file = tmp_path / "built.py"
    file.write_text(BUILT)
    with pytest.raises(ConfigError, match=words):
        build(file, name, confirmed=True)
    with pytest.raises(ConfigError, match="It has Net, model, ready"):
        build(file, "absent", confirmed=True)


def test_a_function_takes_arguments(tmp_path: Path) -> None:
    file = tmp_path / "built.py"
    file.write_text(BUILT)
    module = build(file, "wide", confirmed=True, arguments={"width": 9})
    assert sum(parameter.numel() for parameter in module.parameters()) == 9 * 45 + 9
