from collections import Counter
from collections.abc import Callable

from cnnstudio.analysis.compare import Difference, compare
from cnnstudio.analysis.network import analyse
from cnnstudio.analysis.results import Analysis

Analysed = Callable[..., Analysis]


def _counted(left: Analysis, right: Analysis) -> Counter[Difference]:
    return Counter(row.difference for row in compare(left, right))


def test_a_network_equals_itself(analysed: Analysed) -> None:
    assert set(_counted(analysed("resnet50"), analysed("resnet50"))) == {Difference.EQUAL}


def test_vgg16_has_three_more_convolutions_than_vgg13(analysed: Analysed) -> None:
    rows = compare(analysed("vgg13"), analysed("vgg16"))
    added = [row.right.type for row in rows if row.difference is Difference.RIGHT_ONLY and row.right]
    assert Counter(added) == {"Conv2d": 3, "ReLU": 3}
    assert not any(row.difference is Difference.LEFT_ONLY for row in rows)


def test_every_layer_stands_in_one_row_in_order(analysed: Analysed) -> None:
    left, right = analysed("resnet18"), analysed("googlenet")
    rows = compare(left, right)
    assert [r.left.path for r in rows if r.left] == [x.path for x in left.root.walk() if not x.children]
    assert [r.right.path for r in rows if r.right] == [x.path for x in right.root.walk() if not x.children]


def test_a_changed_layer_says_in_what(analysed: Analysed) -> None:
    rows = compare(analyse("resnet18", classes=10), analysed("resnet18"))
    changed = [row for row in rows if row.difference is not Difference.EQUAL]
    assert len(changed) == 1
    assert {"settings", "output_shape", "own_params", "own_macs"} == set(changed[0].fields)


def test_a_pair_differs_in_the_additions_only() -> None:
    assert set(_counted(analyse("plain-20"), analyse("resnet-20"))) == {Difference.EQUAL}
