import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.cli import main, predict
from cnnstudio.datasets.builtin import STYLES
from cnnstudio.messages import Message
from cnnstudio.networks import catalogue, consent, reference
from cnnstudio.prediction.reader import Verdict, open_reader
from cnnstudio.prediction.training_sets.drawn import written
from cnnstudio.weights import format, shipped
from cnnstudio.weights.metadata import Metadata
from tests.languages import english_in
from tests.weights.files import save_weights
from tests.weights.networks import own_network


@pytest.fixture
def three(tmp_path: Path) -> Path:
    style = next(style for style in STYLES if style.name == "three-round")
    ink = written(style, 1, 5)[0]
    paper = np.full((260, 260), 255, np.uint8)
    paper[30 : 30 + ink.shape[0], 50 : 50 + ink.shape[1]] -= (ink * 230).astype(np.uint8)
    file = tmp_path / "three.png"
    Image.fromarray(paper).save(file)
    return file


def test_prints_the_digit(three: Path, capsys):
    assert main(["predict", str(three)]) == 0
    assert capsys.readouterr().out.startswith(f"{three}: 3  ")


def test_json_one_object_a_line(three: Path, tmp_path: Path, capsys):
    inverted = tmp_path / "inverted.png"
    Image.fromarray(255 - np.asarray(Image.open(three))).save(inverted)
    assert main(["predict", "--json", str(three), str(inverted)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["picture"] for answer in answers] == [str(three), str(inverted)]
    assert [answer["digit"] for answer in answers] == [3, 3]
    for answer in answers:
        assert len(answer["probabilities"]) == 10
        assert sum(answer["probabilities"]) == pytest.approx(1, abs=1e-4)
        assert answer["sure"]
        assert (answer["verdict"], answer["candidates"]) == ("digit", [3])


def test_json_says_what_the_logits_are_divided_by_and_calibration_can_be_switched_off(three: Path, capsys):
    assert main(["predict", "--json", str(three)]) == 0
    assert main(["predict", "--json", "--uncalibrated", str(three)]) == 0
    calibrated, plain = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert calibrated["temperature"] == shipped.card()["digits"][0]["temperature"]
    assert plain["temperature"] == 1
    # Dividing the logits by t raises all ratios of probabilities to the power of 1 / t.
    powers = np.array(plain["probabilities"]) ** (1 / calibrated["temperature"])
    assert powers / powers.sum() == pytest.approx(np.array(calibrated["probabilities"]), abs=1e-3)
    assert calibrated["probabilities"] != plain["probabilities"]
    assert (calibrated["digit"], calibrated["sure"]) == (plain["digit"], plain["sure"])


def test_text_follows_the_calibration_too(three: Path, capsys):
    assert main(["predict", str(three)]) == 0
    assert main(["predict", "--uncalibrated", str(three)]) == 0
    calibrated, plain = capsys.readouterr().out.splitlines()
    assert calibrated != plain
    assert calibrated.split()[:2] == plain.split()[:2]


@pytest.mark.parametrize(
    ("verdict", "candidates", "remark"),
    [
        (Verdict.DIGIT, (4,), ""),
        (Verdict.BETWEEN, (4, 9), "(not sure: 4 or 9)"),
        (Verdict.BETWEEN, (1, 7, 2), "(not sure: 1, 7 or 2)"),
        (Verdict.BETWEEN, (1, 7, 2, 3, 5), "(not sure: any of 5 classes)"),
        (Verdict.NOT_A_DIGIT, (4,), "(not a digit, it seems)"),
    ],
)
def test_text_says_in_what_way_it_is_unsure(verdict: Verdict, candidates: tuple[int, ...], remark: str):
    found = replace(open_reader().read(np.eye(28, dtype=np.float32)), verdict=verdict, candidates=candidates)
    assert predict._remark(found, tuple("0123456789")) == remark


def test_what_is_no_digit_is_said_so_in_text_and_json(tmp_path: Path, capsys):
    """Squares, one in another."""
    paper = np.full((200, 200), 255, np.uint8)
    for edge in (30, 60, 85):
        paper[edge : 200 - edge, edge : 200 - edge] = 0
        paper[edge + 8 : 192 - edge, edge + 8 : 192 - edge] = 255
    file = tmp_path / "squares.png"
    Image.fromarray(paper).save(file)
    assert main(["predict", str(file)]) == 0
    assert capsys.readouterr().out.endswith("(not a digit, it seems)\n")
    assert main(["predict", "--json", str(file)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["sure"]) == ("not a digit", False)


def test_other_weights(three: Path, tmp_path: Path, capsys):
    file = tmp_path / "untrained.safetensors"
    save_weights(file, catalogue.build("convnet"), network="convnet")
    assert main(["predict", "--weights", str(file), "--json", str(three)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert max(found["probabilities"]) < 0.9
    assert found["temperature"] == 1, "these were never calibrated"


def test_a_bad_picture_does_not_stop_the_others(three: Path, tmp_path: Path, capsys):
    text = tmp_path / "words.png"
    text.write_text("no picture")
    assert main(["predict", str(text), str(three)]) == 1
    output = capsys.readouterr()
    assert output.out.startswith(f"{three}: 3")
    assert output.err == (
        "cnnstudio predict: words.png is not a picture that can be read. Open a PNG, JPEG, GIF, BMP, TIFF or WebP "
        "file.\n"
    )


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there")
def test_names_that_are_no_text_and_damaged_pictures_end_no_list(three: Path, tmp_path: Path):
    """A damaged note of how a photograph was held gave a traceback, and the next file was not read."""
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\x1b[31m.png")
    Path(odd).write_bytes(three.read_bytes())
    bad = os.fsdecode(os.fsencode(tmp_path) + b"/b\xe9d.png")
    Path(bad).write_bytes(three.read_bytes()[:500])
    eps = tmp_path / "eps.png"
    eps.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 50 50\n%%EndComments\nshowpage\n")
    turned = tmp_path / "turned.jpg"
    Image.open(three).save(turned, exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\x05\0\xff\xff\xff\xff" * 4)
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    pictures = [bad, odd, str(eps), str(turned), str(pipe), str(three)]
    done = subprocess.run(
        [sys.executable, "-m", "cnnstudio", "predict", *pictures],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
        check=False,
    )
    printed, told = done.stdout.decode().splitlines(), done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert ["3" in line.rpartition(":")[2] for line in printed] == [True, True, True]
    assert "turned.jpg" in printed[1]
    assert len(told) == 3
    assert all(line.startswith("cnnstudio predict: ") and line.endswith(".") for line in told)
    assert "eps.png is not a picture" in told[1]
    assert "no ordinary file" in told[2]
    assert not any("\x1b" in line for line in (*printed, *told))


def test_bad_weights_are_one_line(three: Path, tmp_path: Path, capsys):
    assert main(["predict", "--weights", str(three), str(three)]) == 1
    assert capsys.readouterr().err.startswith("cnnstudio: three.png holds no weights that can be read:")


def test_wrong_usage(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["predict"])
    capsys.readouterr()


def test_weights_of_a_class_of_ones_own_ask_before_its_code_runs(three: Path, tmp_path: Path, capsys):
    network = own_network(tmp_path)
    file = tmp_path / "own.safetensors"
    format.save(file, reference.build(network).state_dict(), Metadata(network=network, classes=tuple("0123456789")))
    consent.forget()  # as in a new process
    assert main(["predict", "--weights", str(file), str(three)]) == 2
    assert capsys.readouterr().err.rstrip().endswith("If you trust it, add --run-code.")
    assert main(["predict", "--weights", str(file), "--run-code", "--json", str(three)]) == 0
    shown = json.loads(capsys.readouterr().out)["probabilities"]
    assert sum(shown) == pytest.approx(1, abs=1e-4)
    consent.forget()
    network.path.unlink()
    assert main(["predict", "--weights", str(file), "--run-code", str(three)]) == 1
    assert "mine.py could not be read" in capsys.readouterr().err


def test_what_is_unsure_is_told_in_the_users_language(
    three: Path, pseudo: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for remark, sure in ((Message(), True), (Message("(not a digit, it seems)"), False)):
        monkeypatch.setattr(predict, "_remark", lambda *_, remark=remark: remark)
        assert main(["--language", pseudo, "predict", str(three), "no-such.png"]) == 1
        out, err = capsys.readouterr()
        assert out.startswith(f"{three}: 3  ")
        assert out.endswith("%\n") is sure
        assert english_in(out.replace(str(three), "") + err) == []
    assert main(["--language", pseudo, "predict", "--json", str(three)]) == 0
    in_pseudo = capsys.readouterr().out
    assert main(["--language", "en", "predict", "--json", str(three)]) == 0
    assert capsys.readouterr().out == in_pseudo
