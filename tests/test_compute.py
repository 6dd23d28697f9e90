import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import torch
from torch import nn

import cnnstudio
from cnnstudio import compute
from cnnstudio.networks import catalogue
from tests.errands import HOME, Errand


def test_the_stream_is_given_a_state_and_put_back() -> None:
    torch.manual_seed(5)
    expected = torch.rand(4)
    torch.manual_seed(9)
    before = torch.get_rng_state()
    with compute.random_stream(5):
        assert torch.equal(torch.rand(4), expected)
    assert torch.equal(torch.get_rng_state(), before)
    torch.rand(1)
    with compute.random_stream(before):
        assert torch.equal(torch.get_rng_state(), before)


def test_the_stream_is_put_back_after_a_failure() -> None:
    before = torch.get_rng_state()

    def fail() -> None:
        with compute.random_stream(3):
            torch.rand(2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert torch.equal(torch.get_rng_state(), before)
    with compute.random_stream(3):  # and the lock is free
        pass


def test_the_stream_as_it_stands_is_moved() -> None:
    torch.manual_seed(2)
    expected = torch.rand(2)
    torch.manual_seed(2)
    with compute.random_stream():
        first = torch.rand(1)
    assert torch.equal(torch.cat([first, torch.rand(1)]), expected)


def test_it_can_be_entered_again_on_one_thread() -> None:
    with compute.random_stream(1):
        torch.rand(1)
        inner_before = torch.get_rng_state()
        with compute.random_stream(2):
            torch.rand(7)
        assert torch.equal(torch.get_rng_state(), inner_before)


def test_other_threads_wait() -> None:
    torch.manual_seed(4)
    expected = [torch.rand(1).item() for _ in range(3)]
    inside, done = threading.Event(), threading.Event()

    def other() -> None:
        inside.wait(10)
        with compute.random_stream(8):
            torch.rand(100)
        done.set()

    thread = threading.Thread(target=other)
    thread.start()
    with compute.random_stream(4):
        drawn = [torch.rand(1).item()]
        inside.set()
        assert not done.wait(0.05)
        drawn += [torch.rand(1).item() for _ in range(2)]
    thread.join()
    assert done.is_set()
    assert drawn == expected


@pytest.mark.parametrize("name", ["convnet", "mini-vgg", "lenet5-1998"])
def test_networks_built_by_name_do_not_shuffle_anothers_weights(name: str) -> None:
    def built() -> nn.Module:
        with compute.random_stream(6):
            return catalogue.build(name)

    stop = threading.Event()

    def build() -> None:
        while not stop.is_set():
            catalogue.build("convnet")

    alone = built().state_dict()
    other = threading.Thread(target=build)
    other.start()
    try:
        for _ in range(20):
            beside = built().state_dict()
            assert all(torch.equal(beside[key], alone[key]) for key in alone)
    finally:
        stop.set()
        other.join()


def test_torch_is_not_imported_for_it() -> None:
    code = "import sys, cnnstudio.compute; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_only_the_calling_thread_stays_on_one_core() -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    seen = {}

    def answer() -> None:
        compute.stay_on_one_core()
        compute.stay_on_one_core()
        seen["answering"] = torch.get_num_threads()

    def train() -> None:
        seen["training"] = torch.get_num_threads()

    try:
        for work in (answer, train):
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
        assert seen == {"answering": 1, "training": 2}
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_nobody_else_touches_the_stream() -> None:
    package = Path(cnnstudio.__file__).parent
    touching = re.compile(r"torch\.(manual_seed|[gs]et_rng_state|seed|default_generator|random\.\w+)\b")
    found = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if touching.search(file.read_text(encoding="utf-8"))
    }
    assert found == {"compute.py"}


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
from cnnstudio import compute
from cnnstudio.networks import catalogue

with ThreadPoolExecutor(4) as pool:
    names = ["torchvision", "torchvision.models", "torchvision.datasets", "torchvision.transforms"]
    loaded = list(pool.map(compute.torchvision, names))
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


WHOLE, WITHOUT = Errand("-c", _USE), Errand("-c", _WITHOUT_OPERATORS + _USE)


@pytest.mark.parametrize(
    "errand",
    [
        pytest.param(WHOLE, marks=pytest.mark.errand(WHOLE), id="whole"),
        pytest.param(WITHOUT, marks=pytest.mark.errand(WITHOUT), id="without C++ operators"),
    ],
)
def test_torchvision_is_loaded_whole_on_any_thread(errand: Errand) -> None:
    done = errand.done()
    assert (done.status, done.output, done.errors) == (0, "", "")


WITHOUT_THE_DOOR = Errand("-c", _WITHOUT_OPERATORS + "import torchvision")


@pytest.mark.errand(WITHOUT_THE_DOOR)
def test_without_the_door_the_operators_are_missed() -> None:
    # When this fails, torchvision no longer needs its operators for being imported: the door can go.
    assert "operator torchvision::" in WITHOUT_THE_DOOR.done().errors


_FILE = """import torchvision
from torch import nn
class Mine(nn.Sequential):
    def __init__(self):
        super().__init__(torchvision.models.squeezenet1_1(weights=None))
"""
USERS_FILE = Errand(
    "-c",
    f"""{_WITHOUT_OPERATORS}
from pathlib import Path
from cnnstudio.networks import user_code
file = Path({HOME!r}) / "mine.py"
file.write_text({_FILE!r})
print(type(user_code.build(file, "Mine", confirmed=True)[0]).__name__)
""",
)


@pytest.mark.errand(USERS_FILE)
def test_nobody_walks_through_the_modules_while_others_are_imported() -> None:
    """Only a copy: with another thread's import the walk ends in an error."""
    package = Path(__file__).resolve().parents[1] / "cnnstudio"
    walks = re.compile(r"for \w+(, \w+)? in sys\.modules(\.\w+\(\))?")
    assert [str(file) for file in package.rglob("*.py") if walks.search(file.read_text(encoding="utf-8"))] == []


def test_a_users_file_may_import_torchvision_without_its_operators() -> None:
    done = USERS_FILE.done()
    assert (done.output, done.errors) == ("SqueezeNet\n", "")


def test_missing_torchvision_is_an_import_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torchvision", None)
    with pytest.raises(ImportError):
        compute.torchvision("torchvision")
