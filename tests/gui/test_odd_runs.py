"""Run folders that no program of ours would leave: they are named as damaged, and no room closes over them."""

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from cnnstudio import paths
from cnnstudio.datasets import DigitData
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.training_panel.runs_model import LINES_ROLE
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training.engine import Engine
from cnnstudio.training.recipes import recipe
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import format
from cnnstudio.weights.metadata import Metadata
from cnnstudio.weights.reference import RunWeights
from tests.gui.training_panel.conftest import listed


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run on 100 random pictures, to be copied and spoilt."""
    generator = torch.Generator().manual_seed(0)
    pictures = torch.randint(0, 256, (140, 28, 28), generator=generator, dtype=torch.uint8)
    data = DigitData(
        name="mnist",
        reason="",
        class_names=tuple("0123456789"),
        train_images=pictures[:100],
        train_labels=torch.arange(100) % 10,
        test_images=pictures[100:],
        test_labels=torch.arange(40) % 10,
    )
    place = tmp_path_factory.mktemp("whole") / "run"
    list(Engine(recipe("tutorial", device="cpu", batch_size=16, log_every=2), run_dir=place, data=data).run())
    return place


Make = Callable[..., Path]


@pytest.fixture
def make(whole_run: Path, studio_home: Path) -> Make:
    """Copies the whole run, with values of its JSON files changed; None as a file's values removes the file."""

    def make(name: str, **files: dict[str, object] | None) -> Path:
        place = paths.runs_dir() / name
        shutil.copytree(whole_run, place)
        for stem, values in files.items():
            file = place / f"{stem}.json"
            if values is None:
                file.unlink()
            else:
                file.write_text(json.dumps({**json.loads(file.read_text()), **values}))
        return place

    return make


ODD = {
    "process-a-text": {"state": {"state": "running", "process": "1234"}},
    "process-huge": {"state": {"state": "running", "process": 10**100}},
    "date-a-number": {"state": {"started": 1764547200}},
    "date-out-of-range": {"state": {"started": "0001-01-01T00:00:00+14:00"}},
    "network-a-list": {"state": {"network": ["convnet"]}},
    "steps-huge": {"state": {"steps": 10**300, "epochs": 1}},
    "accuracy-nan": {"state": {"test_accuracy": math.nan}},
    "message-half-a-character": {"state": {"state": "failed", "message": "\ud800"}},
    "config-network-a-list": {"config": {"network": ["convnet"]}},
    "config-batch-size-huge": {"config": {"batch_size": 10**9}},
    "config-unknown-setting": {"config": {"dropout": 0.5}},
    "config-nan": {"config": {"learning_rate": math.nan}},
}
ENDURED = {
    "no-state": {"state": None},
    "no-config": {"config": None},
    "network-unknown": {"state": {"network": "transformer"}, "config": {"network": "transformer"}},
    "dataset-unknown": {"state": {"dataset": "/no/such\nfolder"}, "config": {"dataset": "/no/such\nfolder"}},
    "recipe-unknown": {"state": {"recipe": "slow"}, "config": {"recipe": "slow"}},
    "seed-long": {"config": {"seed": 2**62}},
    "rate-large": {"config": {"learning_rate": 1e290}},
    "epochs-none": {"state": {"epochs": 0, "steps": 0}},
}


def spoil_more(make: Make) -> list[str]:
    """More of what is odd, in files rather than in values."""
    (make("state-nested") / "state.json").write_text("[" * 100_000)
    (make("state-cut-off") / "state.json").write_text('{"state": "fin')
    (make("config-nested") / "config.json").write_text('{"a":' * 100_000)
    return ["state-nested", "state-cut-off", "config-nested"]


def test_train_and_draw_stay_open_and_bad_runs_are_named(make: Make, main_window: MainWindow, qtbot: QtBot) -> None:
    for name, files in (ODD | ENDURED).items():
        make(name, **files)
    damaged = {*ODD, *spoil_more(make)}
    good = make("good")
    of_unknown = make("weights-of-an-unknown-network") / "weights-final.safetensors"
    format.save(of_unknown, {"a": torch.ones(1)}, Metadata(network=CatalogueNetwork("transformer"), epoch=1, step=7))
    with (make("rows-odd") / "steps.csv").open("a") as file:
        file.write("nonsense,,\n1000000000,0,1000000000,nan,inf,-\n\0\0\0\n5,0\n")

    main_window.resize(1280, 800)
    main_window.open_room("train")
    page = main_window.page("train")
    runs = listed(qtbot, page)
    rows = {runs.model.run(row).path.name: row for row in range(runs.model.rowCount())}
    assert rows.keys() == {*damaged, *ENDURED, "good", "rows-odd", of_unknown.parent.name}
    for name, row in rows.items():
        title, _, below = runs.model.index(row).data(LINES_ROLE)
        tip = runs.model.index(row).data(Qt.ItemDataRole.ToolTipRole)
        if name in damaged:
            assert title == name
            assert below.startswith("damaged · ")
            assert "is damaged" in tip
            assert tip.splitlines()[0].endswith(".")
        else:
            assert not below.startswith("damaged"), (name, below)
    # Each can be selected, laid over, its settings taken over and its weights used: whatever comes, comes in words.
    said: list[BaseException] = []
    for row in range(runs.model.rowCount()):
        run = runs.model.run(row)
        runs.select(run.path)
        runs.overlay_wanted.emit(run.path, True)
        runs.settings_wanted.emit(run.path)
        for which in ("final", "best", "latest"):  # those that are not there, too
            runs.weights_wanted.emit(RunWeights(run.path.absolute(), which))
            qtbot.waitUntil(lambda: not page.document.runs.busy)
            said.append(main_window.error_strip.text)
        qtbot.waitUntil(lambda: not page.document.runs.busy)
        page.curves.redraw()
        assert runs.view.grab().width()
        runs.overlay_wanted.emit(run.path, False)
        said.append(main_window.error_strip.text)
        main_window.error_strip.hide()
    assert any("There is no network called transformer" in text for text in said)
    # Two lines after another would be a traceback.
    assert not any("Something went wrong" in text for text in said), said

    main_window.open_room("draw")
    draw = main_window.page("draw")
    draw.document.weights.refresh()
    qtbot.waitUntil(lambda: not draw.document.weights.busy)
    box = draw.findChild(QComboBox, "draw-weights")
    labels = [box.itemText(index) for index in range(box.count())]
    assert any(f", run {good.name}, " in label for label in labels)


@pytest.mark.parametrize("missing", ["state", "config"])
def test_a_run_without_one_of_its_files_is_drawn_on_the_right_axis(
    make: Make, main_window: MainWindow, qtbot: QtBot, missing: str
) -> None:
    run = make("run", **{missing: None})
    main_window.open_room("train")
    page = main_window.page("train")
    listed(qtbot, page).overlay_wanted.emit(run, True)
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    shown = page.curves._shown[str(run)].series
    assert shown.batches == 7
    # Ten epochs of seven steps: the last logged one, in epochs.
    assert shown.steps.values[-1] / shown.batches == pytest.approx(10, abs=0.2)
    assert [point.epoch for point in shown.epochs] == list(range(1, 11))


def test_odd_rows_bend_no_curve(make: Make) -> None:
    clean, odd = RunFolder(make("clean")), RunFolder(make("odd"))
    lines = odd.steps_file.read_text().splitlines()
    lines[3:3] = ["garbage", "7,7,7,7,7,7", "1e9,0,0,0,0,0", "-4,0,-4,1,1,1", "12,9999999999,0,1,1,1", ",,,,,"]
    odd.steps_file.write_text("\n".join(lines) + "\n70,10")
    odd.epochs_file.write_text(odd.epochs_file.read_text() + "nan,1,1,1,1,1,1\n10,1,97.5,1,1,1,\n,,,,,,\n")
    for name in ("step", "epoch", "batch", "loss"):
        assert odd.steps()[name].tolist() == clean.steps()[name].tolist()
    assert odd.epochs()["epoch"].tolist() == clean.epochs()["epoch"].tolist()
