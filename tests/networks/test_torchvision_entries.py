import subprocess
import sys

import torchvision

from cnnstudio.networks import cards, catalogue


def test_all_of_torchvisions_classification_models_are_there() -> None:
    ours = {spec.name for spec in catalogue.specs() if spec.builder == f"torchvision.models:{spec.name}"}
    assert ours == set(torchvision.models.list_models(module=torchvision.models))


def test_titles_are_told_apart() -> None:
    titles = [spec.title for spec in catalogue.specs()]
    assert len(set(titles)) == len(titles)


def test_the_list_does_not_need_torch() -> None:
    code = (
        "import sys; from cnnstudio.networks import catalogue; list(catalogue.specs()); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def _differs(name: str) -> str:
    card = cards.card(catalogue.get(name))
    assert card is not None
    return card.differs


def test_where_the_version_differs_from_the_paper_it_says_so() -> None:
    assert "one-tower" in _differs("alexnet")
    assert "3 × 3" in _differs("googlenet")
    assert "auxiliary" in _differs("inception_v3")
