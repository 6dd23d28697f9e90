import re

from cnnstudio.networks import cards, catalogue


def test_every_network_has_a_card_that_says_something() -> None:
    for spec in catalogue.specs():
        card = cards.card(spec)
        assert card is not None, spec.name
        assert card.ideas, spec.name
        assert card.changed.endswith("."), spec.name
        assert all(idea.endswith(".") for idea in card.ideas), spec.name
        assert "/" not in card.link or card.link.startswith("doi.org/"), spec.name


def test_no_card_names_a_network_that_is_not_there() -> None:
    names = {spec.name for spec in catalogue.specs()}
    assert {name for facts in cards.FACTS for name in facts.networks} == names
    assert len({facts.key for facts in cards.FACTS}) == len(cards.FACTS)


def test_the_known_differences_are_told() -> None:
    def differs(name: str) -> str:
        card = cards.card(catalogue.get(name))
        assert card is not None
        return card.differs

    assert "61,100,840" in differs("alexnet")
    assert "3 × 3 kernels" in differs("googlenet")
    assert "13,004,888" in differs("googlenet")
    assert "27,161,264" in differs("inception_v3")
    assert "60,000" in differs("lenet5-1998")
    assert "61,706" in differs("lenet5")


def test_a_network_is_of_the_year_in_which_it_was_first_published() -> None:
    """A number of arXiv begins with year and month; a conference may be a year later."""
    for spec in catalogue.specs():
        card = cards.card(spec)
        assert card is not None
        assert spec.year == card.year, spec.name
        if card.link.startswith("arXiv:"):
            assert card.year == 2000 + int(card.link.removeprefix("arXiv:")[:2]), spec.name
        elif card.link:
            # What is older than arXiv's habit names its year with the paper's place, or is known by its contest.
            assert card.year in {1986, 1998, 2012}, spec.name


def test_no_conference_is_earlier_than_the_first_publication() -> None:
    for card in (facts.card() for facts in cards.FACTS):
        years = [int(word) for word in re.findall(r"\b(?:19|20)\d\d\b", card.venue)]
        assert all(card.year <= year <= card.year + 1 for year in years), card.paper
