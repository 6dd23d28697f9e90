import pytest

from cnnstudio.analysis import view as views
from cnnstudio.analysis.network import analyse
from cnnstudio.gui.model_browser.diagram import flow


def test_the_skips_of_a_residual_block_go_around_it() -> None:
    graph = analyse("resnet18").graph
    view = views.view(graph, views.everything(graph))
    skips = flow.skips(view)
    adds = [box for box in view.boxes.values() if box.label in ("add", "iadd", "__iadd__", "add_")]
    assert len(adds) == 8
    into = {box.id: [link for link in skips if link[1] == box.id] for box in adds}
    assert all(len(links) == 1 for links in into.values()), "one of the two ways into each sum"
    short = [view.boxes[links[0][0]].path for links in into.values()]
    assert sum("downsample" in path for path in short) == 3


@pytest.mark.parametrize("name", ["lenet5", "vgg11", "googlenet", "densenet121"])
def test_what_is_no_residual_network_has_none(name: str) -> None:
    graph = analyse(name).graph
    assert flow.skips(views.view(graph, views.containers(graph))) == frozenset()


def test_blocks_of_one_build_share_a_letter() -> None:
    graph = analyse("resnet18").graph
    view = views.view(graph, views.containers(graph))
    letters = flow.letters(view)
    assert list(letters.values()) == [chr(ord("A") + number) for number in range(len(letters))]
    counts: dict[str, int] = {}
    for box in view.boxes.values():
        if box.kind is views.BoxKind.BLOCK:
            counts[box.what.structure] = counts.get(box.what.structure, 0) + box.repeats
    assert set(letters) == {structure for structure, count in counts.items() if count > 1}


def test_letters_go_on_after_z() -> None:
    assert [flow._letter(number) for number in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
