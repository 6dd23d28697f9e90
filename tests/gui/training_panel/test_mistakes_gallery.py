import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.datasets.origin import FromDataset
from cnnstudio.gui.training_panel.mistakes_gallery import PICTURE_ROLE, MistakesGallery
from cnnstudio.training.events import Mistakes
from tests.gui.training_panel.conftest import Host

DIGITS = tuple("0123456789")


def mistakes(count: int = 12) -> Mistakes:
    pictures = np.zeros((count, 28, 28), dtype=np.uint8)
    for index in range(count):
        pictures[index, index, :] = 255
    return Mistakes(
        indices=np.arange(count) * 100 + 1234,
        pictures=pictures,
        labels=np.full(count, 4),
        predictions=np.full(count, 9),
        confidences=np.linspace(0.99, 0.5, count).astype(np.float32),
    )


@pytest.fixture
def gallery(host: Host) -> MistakesGallery:
    gallery = MistakesGallery()
    host(gallery, 320, 500)
    return gallery


def test_shows_picture_classes_and_confidence_worst_first(gallery: MistakesGallery) -> None:
    gallery.show_mistakes(mistakes(), DIGITS)
    assert gallery.view.isVisible()
    first = gallery.model.index(0)
    assert first.data() == "true 4, predicted 9 with 99.0 % (test picture 1,234)"
    image = gallery.model.index(3).data(PICTURE_ROLE)
    assert image.pixelColor(5, 3).red() == 255
    assert image.pixelColor(5, 4).red() == 0


def test_pictures_stand_side_by_side(gallery: MistakesGallery) -> None:
    gallery.show_mistakes(mistakes(), DIGITS)
    rows = {gallery.view.visualRect(gallery.model.index(row)).y() for row in range(12)}
    assert len(rows) == 3


def test_enter_sends_the_picture_on(gallery: MistakesGallery, qtbot: QtBot) -> None:
    gallery.show_mistakes(mistakes(), DIGITS, "mnist")
    gallery.view.setFocus()
    gallery.view.setCurrentIndex(gallery.model.index(0))
    qtbot.keyClick(gallery.view, Qt.Key.Key_Right)
    with qtbot.waitSignal(gallery.picture_chosen) as chosen:
        qtbot.keyClick(gallery.view, Qt.Key.Key_Return)
    picture = chosen.args[0]
    assert np.array_equal(picture.array[0] * 255, mistakes().pictures[1])
    assert picture.origin == FromDataset("mnist", "test", 1334)


def test_the_first_layer_or_another_is_opened_before_a_mistake(gallery: MistakesGallery, qtbot: QtBot) -> None:
    names = ("read", "open", "layers")
    read, opens, others = (gallery.findChild(QAbstractButton, f"train-mistake-{name}") for name in names)
    assert isinstance(others, QToolButton)
    gallery.show_mistakes(mistakes(), DIGITS, "mnist")
    assert not read.isEnabled()
    gallery.view.setCurrentIndex(gallery.model.index(2))
    assert read.isEnabled()
    assert not opens.isEnabled(), "no layer is known yet"
    gallery.offer_layers((("stem", "Conv2d"), ("head.0", "Linear")))
    asked: list[tuple[object, str]] = []
    gallery.layer_wanted.connect(lambda picture, path: asked.append((picture.origin, path)))
    qtbot.mouseClick(opens, Qt.MouseButton.LeftButton)
    others.menu().aboutToShow.emit()
    actions = others.menu().actions()
    assert [action.text() for action in actions] == ["stem · Conv2d", "head.0 · Linear"]
    actions[1].trigger()
    origin = FromDataset("mnist", "test", 1434)
    assert asked == [(origin, "stem"), (origin, "head.0")]
    # Of a network without such a layer none is offered.
    gallery.offer_layers(())
    assert not opens.isEnabled()
    assert not others.isEnabled()


def test_says_when_there_is_nothing_and_when_nothing_was_missed(gallery: MistakesGallery) -> None:
    label = gallery.findChild(QLabel)
    assert label is not None
    assert "After the first epoch" in label.text()
    gallery.show_mistakes(mistakes(0), DIGITS)
    assert label.isVisible()
    assert "No mistakes" in label.text()
    gallery.show_mistakes(None, ())
    assert "After the first epoch" in label.text()
