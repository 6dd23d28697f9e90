import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.gui.model_browser.inspector.card_view import CardView
from cnnstudio.networks import cards, catalogue


@pytest.fixture
def view(qtbot: QtBot) -> CardView:
    view = CardView()
    qtbot.addWidget(view)
    view.show()
    return view


@pytest.mark.parametrize("name", ["convnet", "lenet5", "resnet18", "vgg16", "googlenet"])
def test_a_network_of_the_catalogue_shows_its_card(view: CardView, name: str) -> None:
    spec = catalogue.get(name)
    card = cards.card(spec)
    assert card is not None
    view.show_network(spec, spec.title)
    assert view.title.text() == f"{spec.title}, {card.year}"
    assert view.ideas.text().count("<li") == len(card.ideas) > 0
    assert view.changed.isVisible() == bool(card.changed)
    assert view.differs.isVisible() == bool(card.differs)
    assert ("Train it" in view.runs.text()) == spec.trainable_on_digits


def test_a_paper_on_arxiv_is_a_link(view: CardView) -> None:
    spec = catalogue.get("resnet18")
    view.show_network(spec, spec.title)
    assert 'href="https://arxiv.org/abs/1512.03385"' in view.paper.text().replace("'", '"')
    assert view.paper.openExternalLinks()


def test_a_network_of_ones_own_has_no_card_and_runs_no_markup(view: CardView) -> None:
    view.show_network(catalogue.get("resnet18"), "ResNet-18")
    view.show_network(None, "<b>Mine</b>")
    assert view.title.text() == "&lt;b&gt;Mine&lt;/b&gt;"
    assert not view.paper.isVisible()
    assert not view.ideas.isVisible()
    assert not view.differs.isVisible()
    assert view.runs.text() == "Your own network."
