"""The room's page in a window, and analyses that several tests read."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.analysis.network import analyse
from cnnstudio.analysis.results import Analysis
from cnnstudio.gui.model_browser.page import ModelsPage, create_page
from cnnstudio.gui.studio import Studio


@pytest.fixture(scope="session")
def resnet18(analysed: Callable[..., Analysis]) -> Analysis:
    found: Analysis = analysed("resnet18")
    return found


@pytest.fixture(scope="session")
def googlenet(analysed: Callable[..., Analysis]) -> Analysis:
    found: Analysis = analysed("googlenet")
    return found


@pytest.fixture(scope="session")
def convnet(analysed: Callable[..., Analysis]) -> Analysis:
    found: Analysis = analysed("convnet")
    return found


@pytest.fixture
def page(qtbot: QtBot, studio: Studio) -> Iterator[ModelsPage]:
    """The shown page with the studio's network taken apart."""
    page = create_page(studio)
    page.setMinimumSize(800, 500)
    page.resize(1280, 760)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: page.analysis is not None, timeout=20_000)
    yield page
    page.shut_down()


@pytest.fixture
def show(page: ModelsPage, qtbot: QtBot) -> Callable[[str], None]:
    """Choose a network and wait for its analysis."""

    def show_network(name: str) -> None:
        page.choose(name)
        qtbot.waitUntil(lambda: page.analysis.name == name, timeout=20_000)

    return show_network


@pytest.fixture
def analysed_names() -> Callable[[], list[Analysis]]:
    """A few networks that differ as much as networks do."""
    return lambda: [analyse(name) for name in ("lenet5-1998", "vgg16", "inception_v3", "resnet152", "vit_b_16")]
