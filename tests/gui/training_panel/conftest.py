"""What the Train room's tests share: small real MNIST, the room in its window, and one torch thread."""

import gzip
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.gui.training_panel.run_list import RunList
from cnnstudio.workspace.current import Workspace


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Two threads that wait for each other are slow on a machine that is busy with other things."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def own_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deleted runs must not land in the developer's trash."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))


@pytest.fixture(scope="session")
def small_mnist(mnist_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first 2,048 training and 500 test pictures of the real MNIST."""
    folder = tmp_path_factory.mktemp("small-mnist")
    for part, count in (("train", 2048), ("t10k", 500)):
        with gzip.open(mnist_dir / f"{part}-images-idx3-ubyte.gz") as file:
            pictures = file.read(16 + count * 784)[16:]
        with gzip.open(mnist_dir / f"{part}-labels-idx1-ubyte.gz") as file:
            labels = file.read(8 + count)[8:]
        (folder / f"{part}-images-idx3-ubyte").write_bytes(struct.pack(">4I", 2051, count, 28, 28) + pictures)
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">2I", 2049, count) + labels)
    return folder


@pytest.fixture
def first_room() -> str:
    """No other room is built before it."""
    return "train"


@pytest.fixture
def page(main_window: MainWindow) -> TrainPage:
    """The Train room, shown in the main window."""
    main_window.resize(1280, 800)
    main_window.open_room("train")
    page = main_window.page("train")
    assert isinstance(page, TrainPage)
    return page


Reopen = Callable[[Workspace], TrainPage]


@pytest.fixture
def reopened() -> Iterator[Reopen]:
    """The room in a window of its own, over a studio that goes on from a workspace: as after a restart."""
    opened: list[tuple[Studio, MainWindow]] = []

    def reopen(workspace: Workspace) -> TrainPage:
        studio = Studio(workspace=workspace)
        window = MainWindow(studio)
        opened.append((studio, window))
        window.show()
        window.open_room("train")
        page = window.page("train")
        assert isinstance(page, TrainPage)
        return page

    yield reopen
    for studio, window in opened:
        window.close_without_asking()
        window.deleteLater()
        studio.deleteLater()


def find(parent: QWidget, name: str) -> QWidget:
    """The widget of this object name."""
    found = parent.findChild(QWidget, name)
    assert found is not None, name
    return found


def listed(qtbot: QtBot, page: TrainPage) -> RunList:
    """The list of runs, once it is as the disk is now and all that was asked of the disk is done."""
    page.document.runs.look()
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    return page.inspector.runs


Host = Callable[[QWidget, int, int], None]


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[Host]:
    """Shows a widget at a size (width, height) in a window of its own."""
    windows: list[QWidget] = []

    def show(widget: QWidget, width: int, height: int) -> None:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        widget.setParent(window)
        widget.resize(width, height)
        window.resize(width, height)
        window.show()
        qtbot.waitExposed(window)

    yield show
    windows.clear()


def losses(count: int, *, seed: int = 0) -> np.ndarray:
    """A loss that falls as a real one does, float32 (count,)."""
    noise = np.random.default_rng(seed).standard_normal(count)
    return ((2.3 * np.exp(-np.arange(count) / 300) + 0.1) * np.exp(0.2 * noise)).astype(np.float32)
