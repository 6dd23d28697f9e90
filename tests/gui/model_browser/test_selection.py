from pytestqt.qtbot import QtBot

from cnnstudio.analysis.network import analyse
from cnnstudio.analysis.results import Analysis
from cnnstudio.gui.model_browser.selection import Selected, Selection


def test_tells_each_change_once(qtbot: QtBot) -> None:
    selection = Selection()
    heard: list[Selected] = []
    selection.changed.connect(heard.append)
    assert selection.current == Selected()
    selection.select("layer1.0")
    selection.select("layer1.0")
    selection.select("layer1.0", 7)
    selection.select("")
    selection.select("")
    assert heard == [Selected("layer1.0"), Selected("layer1.0", 7), Selected()]
    assert selection.current == Selected()


def test_opens_what_the_playground_knows_once_the_network_has_numbers(qtbot: QtBot, resnet18: Analysis) -> None:
    selection = Selection()
    heard: list[str] = []
    selection.openRequested.connect(heard.append)
    assert not selection.open(resnet18, "conv1"), "no numbers yet"
    selection.has_numbers = True
    assert [selection.open(resnet18, path) for path in ("conv1", "maxpool", "fc")] == [True] * 3
    assert [selection.open(resnet18, path) for path in ("", "bn1", "layer1", "no.such")] == [False] * 4
    assert not selection.open(None, "conv1")
    assert heard == ["conv1", "maxpool", "fc"]


def test_what_takes_part_in_training_only_has_no_input_to_be_opened_on(qtbot: QtBot) -> None:
    selection = Selection()
    selection.has_numbers = True
    network = analyse("googlenet", options={"aux_logits": True})
    openable = [path for path in network.layers if selection.opens(network, path)]
    assert "conv1.conv" in openable
    assert "fc" in openable
    assert "aux1.fc1" in network.layers
    assert not [path for path in openable if path.startswith("aux")]
