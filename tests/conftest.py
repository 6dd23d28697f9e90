"""What every test shares: no screen, a home of its own, the real data where it is there."""

import gc
import itertools
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Where the environment wants no bytecode kept, each of the many processes that tests start would compile the program.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Before anything imports torch: threads that wait must not keep a core from the errands.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
# Where several processes share the tests, the cores have enough to do without threads of torch's.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, settings

from tests import errands, kept_home, sharing

if TYPE_CHECKING:
    from cnnstudio.analysis.results import Analysis

# How quick an example is says something of the machine and what else it does, nothing of the program.
# Every run tries other examples: what few of them miss, the next ones find.
settings.register_profile("studio", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("studio")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

_ERRANDS = pytest.StashKey[errands.Runner]()


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker."""
    config.addinivalue_line("markers", "errand(errand): waits for a command that is begun when the test run begins")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many processes share the tests."""
    return 0 if config.option.collectonly else sharing.processes(config.args)


def pytest_collection(session: pytest.Session) -> None:
    """What is imported for the tests stays: to look through it again and again for garbage took seconds."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the tests, begin with the longest."""
    if sharing.ONE_OF_SEVERAL:
        sharing.errands_first(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin what the chosen tests will wait for; alone with them, this process would use one core."""
    gc.freeze()
    gc.enable()
    if not session.config.option.collectonly and not sharing.ONE_OF_SEVERAL:
        runner = errands.Runner(mark.args[0] for item in session.items for mark in item.iter_markers("errand"))
        session.config.stash[_ERRANDS] = runner
        runner.start()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """What nobody waited for is not left behind."""
    if (runner := session.config.stash.get(_ERRANDS, None)) is not None:
        runner.end()


@pytest.fixture(scope="session")
def new_homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that do not exist yet, without end: ``mktemp`` would look through all there are for each new one."""
    homes = tmp_path_factory.mktemp("homes")
    return (homes / f"home{number}" for number in itertools.count())


@pytest.fixture(autouse=True)
def studio_home(new_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has its own empty data, runs, config and cache folders."""
    home = next(new_homes)
    home.mkdir(mode=0o700)
    monkeypatch.setenv("CNNSTUDIO_HOME", str(home))
    return home


@pytest.fixture
def old_home(studio_home: Path) -> Path:
    """The test's home, filled with what version 0.1.0 left behind (``tests/data``)."""
    return kept_home.unpack(studio_home)


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Training steps of a few pictures are quicker on one thread, above all on a busy machine."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def mnist_dir() -> Path:
    """The folder of real MNIST idx files."""
    folder = SHARED / "mnist"
    if not folder.is_dir():
        pytest.skip("real MNIST is not at ../shared/data/mnist")
    return folder


@pytest.fixture(scope="session")
def ink_file() -> Path:
    """The real pen strokes (a test set, never trained on)."""
    file = SHARED / "ink" / "unipen-digits.json.gz"
    if not file.is_file():
        pytest.skip("the real pen strokes are not at ../shared/data/ink")
    return file


@pytest.fixture(scope="session")
def analysed() -> Callable[..., "Analysis"]:
    """``analysed(name, size)``: the analysis for its own input, or for a square of this size; each is made once."""
    from cnnstudio.analysis.network import analyse

    @cache
    def run(name: str, size: int | None = None) -> "Analysis":
        return analyse(name, input_shape=None if size is None else (3, size, size))

    return run
