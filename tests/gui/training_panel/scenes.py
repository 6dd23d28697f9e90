"""Pictures of the Train room, with real training on the real MNIST."""

from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.recipes import recipe
from tests.screenshots import MNIST, settle, wait_until

_PATIENCE_S = 300.0


def _config(**changes: object) -> TrainConfig:
    own = {"dataset": str(MNIST), "evaluate_test": "epoch", "initialisation": "default", "epochs": 4}
    return recipe("tutorial", **{**own, **changes})


def _page(window: MainWindow) -> TrainPage:
    window.open_room("train")
    page = window.page("train")
    assert isinstance(page, TrainPage)
    return page


def _start(page: TrainPage, config: TrainConfig) -> None:
    page.form.show_config(config)
    page.buttons.start.click()
    wait_until(lambda: page.controller.state != "preparing", _PATIENCE_S)


def _finish(page: TrainPage) -> None:
    wait_until(lambda: page.controller.state == "idle", _PATIENCE_S)
    settle()


def _running(window: MainWindow) -> None:
    page = _page(window)
    _start(page, _config(epochs=10))
    wait_until(lambda: "3/10" in page.progress.text(), _PATIENCE_S)
    settle(1.0)


def _finished(window: MainWindow) -> None:
    page = _page(window)
    _start(page, _config())
    _finish(page)
    page.curves.setFocus()
    page.curves.show_values_at(900)


def _mistakes(window: MainWindow) -> None:
    page = _page(window)
    _start(page, _config(network="mlp", epochs=2))
    _finish(page)
    page.inspector.tabs.setCurrentIndex(1)
    page.log.unfold(True)


def _failed(window: MainWindow) -> None:
    page = _page(window)
    _start(page, _config(network="lenet5"))
    wait_until(lambda: "2/4" in page.progress.text(), _PATIENCE_S)
    page.controller.set_learning_rate(1e12)
    _finish(page)
    page.inspector.tabs.setCurrentIndex(2)


def _overlay(window: MainWindow) -> None:
    for network in ("mlp", "lenet5"):
        for _ in Engine(_config(network=network, epochs=3, log_every=5)).run():
            pass
    page = _page(window)
    page.inspector.tabs.setCurrentIndex(2)
    _start(page, _config(epochs=3))
    _finish(page)
    for row in (1, 2):
        page.inspector.runs.overlay_wanted.emit(page.inspector.runs.model.run(row).path, True)
    page.curves.set_log_scale(True)
    settle()


def _refused(window: MainWindow) -> None:
    page = _page(window)
    page.form.show_config(_config(momentum=1.5, warmup=0.2))
    page.form.unfold_more(True)


SCENES = [
    ("train-running", _running),
    ("train-finished", _finished),
    ("train-mistakes", _mistakes),
    ("train-failed", _failed),
    ("train-overlay", _overlay),
    ("train-refused", _refused),
]
