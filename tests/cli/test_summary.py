import json
import re
from pathlib import Path

import pytest

from cnnstudio import terminal
from cnnstudio.analysis.network import analyse
from cnnstudio.cli import language, main
from cnnstudio.networks import consent
from tests import languages
from tests.errands import Errand
from tests.weights.networks import own_network


def test_json_has_the_agreed_keys_and_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "resnet18", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"network", "input", "total_params", "total_macs", "layers"}
    assert (found["network"], found["input"]) == ("resnet18", [3, 224, 224])
    assert set(found["layers"][0]) == {
        "path",
        "type",
        "depth",
        "input_shape",
        "output_shape",
        "params",
        "macs",
        "receptive_field",
    }
    assert sum(layer["params"] for layer in found["layers"]) == found["total_params"] == 11_689_512
    assert sum(layer["macs"] for layer in found["layers"]) == found["total_macs"] == 1_814_073_344
    conv = next(layer for layer in found["layers"] if layer["path"] == "conv1")
    assert conv["output_shape"] == [1, 64, 112, 112]
    assert conv["receptive_field"] == {"size": [7, 7], "stride": [2, 2], "offset": [-3, -3]}


def test_auxiliary_heads_do_not_break_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "googlenet-aux", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert sum(layer["params"] for layer in found["layers"]) == found["total_params"] == 13_004_888
    assert sum(layer["macs"] for layer in found["layers"]) == found["total_macs"]


def test_print_is_what_pytorch_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "convnet", "--format", "print"]) == 0
    assert capsys.readouterr().out == analyse("convnet").printed + "\n"


def test_tree_is_the_default_and_the_input_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "resnet18", "--input", "1,64,48"]) == 0
    out = capsys.readouterr().out
    assert "64x32x24" in out
    assert "1 x 64 x 48" in out
    assert main(["summary", "resnet18", "--input", "1,64,48", "--format", "table"]) == 0
    assert "layer1.0.conv1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["resnet81"], ["resnet81", "resnet18"]),
        (["vgg16", "--input", "3,8,8"], ["VGG-16", "features.23"]),
        (["vgg16", "--input", "3,0,8"], ["0 rows"]),
    ],
)
def test_a_failure_is_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str], words: list[str]) -> None:
    assert main(["summary", *arguments]) == 1
    caught = capsys.readouterr()
    assert caught.out == ""
    assert len(caught.err.splitlines()) == 1
    assert all(word in caught.err for word in words)


@pytest.mark.parametrize("arguments", [["resnet18", "--input", "3,x,8"], ["resnet18", "--format", "yaml"], []])
def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["summary", *arguments])
    assert caught.value.code == 2


IN_ASCII = Errand(
    "-c",
    """
import subprocess, sys
command = [sys.executable, "-m", "cnnstudio", "summary", "convnet"]
subprocess.run(command, check=True, env={"PYTHONIOENCODING": "ascii", "PATH": ""})
""",
)


@pytest.mark.errand(IN_ASCII)
def test_a_terminal_without_line_characters() -> None:
    done = IN_ASCII.done()
    assert done.status == 0, done.errors
    assert "|- features Sequential" in done.output


def test_a_class_of_ones_own_is_taken_apart_where_its_code_may_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    network = own_network(tmp_path)
    consent.forget()  # as in a new process
    text = f"{network.path}:Twice"
    assert main(["summary", text]) == 2
    assert "add --run-code" in capsys.readouterr().err
    assert main(["summary", text, "--run-code", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["input"] == [1, 28, 28]
    assert {layer["path"] for layer in found["layers"]} >= {"first", "norm", "again", "left", "out"}
    assert main(["summary", text, "--input", "1,40,40", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["input"] == [1, 40, 40]
    assert main(["summary", f"{network.path}:Absent"]) == 1
    assert "no class called Absent" in capsys.readouterr().err


BUILT = """
from torch import nn
model = nn.Sequential(nn.Conv2d(5, 4, 3), nn.ReLU())

def make():
    return nn.Sequential(nn.Conv2d(2, 4, 3))
"""


@pytest.mark.parametrize(("name", "channels"), [("model", 5), ("make", 2)])
def test_what_stands_built_in_a_file_gets_the_channels_it_takes(
    name: str, channels: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "built.py"
    file.write_text(BUILT)
    assert main(["summary", f"{file}:{name}", "--run-code", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["input"] == [channels, 224, 224]
    assert found["total_macs"] == 222 * 222 * 4 * 9 * channels


def test_an_exported_network_is_taken_apart_without_being_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(__file__).parents[1] / "data" / "exported" / "lenet5-decomposed.pt2"
    assert main(["summary", str(file), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert main(["summary", "lenet5", "--format", "json"]) == 0
    original = json.loads(capsys.readouterr().out)
    assert (found["total_params"], found["total_macs"]) == (original["total_params"], original["total_macs"])
    assert main(["summary", str(tmp_path / "absent.pt2")]) == 1
    assert "absent.pt2" in capsys.readouterr().err


def test_a_file_in_onnx_is_taken_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    onnx = pytest.importorskip("onnx")
    from tests.networks.test_onnx_file import written

    node = onnx.helper.make_node("GlobalAveragePool", ["x"], ["y"], name="/pool/GlobalAveragePool")
    file = written(tmp_path, [node], [], (2, 3, 8, 8))
    assert main(["summary", str(file), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["input"] == [3, 8, 8]
    assert [layer["type"] for layer in found["layers"]][-1] == "AdaptiveAvgPool2d"
    assert main(["summary", str(written(tmp_path, [onnx.helper.make_node("Loop", ["x"], ["y"])], []))]) == 1
    assert "net.onnx uses operators that are not read here: Loop" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["tree", "table"])
@pytest.mark.parametrize("network", ["googlenet-aux", "maxvit_t"])
def test_the_layers_are_told_in_the_users_language(
    network: str, kind: str, pseudo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["summary", network, "--format", kind]) == 0
    in_english = capsys.readouterr().out
    assert main(["--language", pseudo, "summary", network, "--format", kind]) == 0
    told = capsys.readouterr().out
    assert languages.english_in(told) == []
    numbers = re.compile(r"\b\d[\d,]*\b")
    assert numbers.findall(told) == numbers.findall(in_english)


def test_columns_stand_below_one_another_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        assert main(["--language", "zh_CN", "summary", "lenet5", "--format", "table"]) == 0
        table = capsys.readouterr().out.splitlines()[:14]
        assert table[0].split()[0] == "层"
        # Every number ends where its column's name does.
        assert len({terminal.width(line) for line in table}) == 1
        assert main(["--language", "zh_CN", "summary", "lenet5"]) == 0
        assert "乘加运算  416,520" in capsys.readouterr().out
    finally:
        language.choose("en")


@pytest.mark.parametrize("network", ["convnet", "googlenet-aux"])
def test_json_is_the_same_in_every_language(network: str, pseudo: str, capsys: pytest.CaptureFixture[str]) -> None:
    for code in (pseudo, "en"):
        assert main(["--language", code, "summary", network, "--format", "json"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == second
