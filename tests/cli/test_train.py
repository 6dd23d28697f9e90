import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from cnnstudio import cli, datasets
from cnnstudio.cli import train as command
from cnnstudio.datasets import DigitData, Progress, Stage
from cnnstudio.networks import consent
from cnnstudio.training.runs import RunFolder
from tests import languages

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture
def few_digits(monkeypatch: pytest.MonkeyPatch) -> DigitData:
    """The whole command on 300 + 40 random pictures, by whatever name they are asked for."""
    generator = torch.Generator().manual_seed(0)
    data = DigitData(
        name="mnist",
        reason="",
        class_names=tuple("0123456789"),
        train_images=torch.randint(0, 256, (300, 28, 28), generator=generator, dtype=torch.uint8),
        train_labels=torch.arange(300) % 10,
        test_images=torch.randint(0, 256, (40, 28, 28), generator=generator, dtype=torch.uint8),
        test_labels=torch.arange(40) % 10,
    )
    monkeypatch.setattr(datasets, "load", lambda *_: data)
    return data


def train(*flags: str) -> int:
    return cli.main(["train", "--device", "cpu", *flags])


@pytest.mark.usefixtures("few_digits")
def test_it_prints_the_tutorials_log_and_nothing_else(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert train("--epochs", "2", "--batch-size", "4", "--run-dir", str(tmp_path / "run")) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    expected = []
    for epoch in ("001", "002"):
        expected += [rf"Epoch: {epoch}/002 \| Batch {batch}/075 \| Cost: \d\.\d{{4}}" for batch in ("000", "050")]
        expected += [rf"Epoch: {epoch}/002 training accuracy: \d+\.\d\d%", r"Time elapsed: \d+\.\d\d min"]
    expected += [r"Total Training Time: \d+\.\d\d min", r"Test accuracy: \d+\.\d\d%"]
    assert len(lines) == len(expected)
    for line, pattern in zip(lines, expected, strict=True):
        assert re.fullmatch(pattern, line), line
    assert "Training ConvNet (9,098 parameters) on mnist" in err
    assert str(tmp_path / "run") in err
    # No progress line away from a terminal.
    assert "\r" not in err


@pytest.mark.usefixtures("few_digits")
def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert train("--epochs", "2", "--batch-size", "4", "--run-dir", str(tmp_path / "run"), "--json") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in events] == [
        *["started", "step", "step", "epoch"],
        *["step", "step", "epoch", "finished"],
    ]
    started, step, epoch, finished = events[0], events[1], events[3], events[-1]
    assert (started["batches"], started["epochs"], started["dataset"]) == (75, 2, "mnist")
    assert (step["epoch"], step["batch"], step["batches"], step["learning_rate"]) == (1, 0, 75, 0.05)
    assert step["loss"] == pytest.approx(2.3026, abs=0.002)
    assert step["images_per_s"] > 0
    assert epoch["epoch"] == 1
    assert 0 <= epoch["train_accuracy"] <= 1
    assert epoch["test_accuracy"] is None
    assert 0 <= finished["test_accuracy"] <= 1
    assert finished["elapsed_s"] > 0


@pytest.mark.usefixtures("few_digits")
def test_falling_back_to_the_built_in_digits_is_said(
    capsys: pytest.CaptureFixture[str], few_digits: DigitData, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = "The built-in digits are used because MNIST is not at hand."
    data = DigitData(
        **{name: getattr(few_digits, name) for name in DigitData.__dataclass_fields__} | {"reason": reason}
    )
    monkeypatch.setattr(datasets, "load", lambda *_: data)
    assert train("--epochs", "1") == 0
    assert reason in capsys.readouterr().err
    assert train("--epochs", "1", "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["reason"] == reason


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--epochs", "0"], "epochs"),
        (["--learning-rate", "nan"], "learning_rate"),
        (["--network", "covnet"], "Did you mean convnet"),
        (["--network", "vgg16"], "cannot be trained here"),
        (["--dataset", "/no/such/folder"], "dataset"),
        (["--device", "cuda:99"], "no device cuda:99"),
        (["--batch-size", "301"], "301 is larger than the training set"),
        (["--seed", "-1"], "seed"),
    ],
)
@pytest.mark.usefixtures("few_digits")
def test_wrong_usage_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str], flags: list[str], says: str) -> None:
    assert train(*flags) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert says in err


@pytest.mark.parametrize(
    "flags", [["--epochs", "x"], ["--recipe", "slow"], ["--resume", "a", "--run-dir", "b"], ["--no-such-flag"]]
)
def test_unknown_flags_are_refused_by_the_parser(flags: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        train(*flags)
    assert caught.value.code == 2


@pytest.mark.usefixtures("few_digits")
def test_a_failed_run_is_one_line_status_1_and_a_last_json_object(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert train("--learning-rate", "1e30", "--run-dir", str(tmp_path / "run"), "--json") == 1
    out, err = capsys.readouterr()
    last = json.loads(out.splitlines()[-1])
    assert last["event"] == "failed"
    assert last["error"] == "DivergedError"
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    assert RunFolder(tmp_path / "run").summary().state == "failed"


def test_resuming_nothing_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["train", "--resume", str(tmp_path)]) == 1
    assert "no checkpoint" in capsys.readouterr().err


@pytest.mark.usefixtures("few_digits")
def test_a_run_is_resumed_with_more_epochs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert train("--epochs", "1", "--run-dir", str(tmp_path / "run")) == 0
    assert cli.main(["train", "--resume", str(tmp_path / "run"), "--epochs", "2"]) == 0
    out, err = capsys.readouterr()
    assert "Resuming ConvNet" in err
    assert "Epoch: 002/002 training accuracy" in out
    assert cli.main(["train", "--resume", str(tmp_path / "run"), "--recipe", "tutorial"]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_reader_that_goes_away_stops_the_run_without_a_traceback(mnist_dir: Path, tmp_path: Path) -> None:
    process = start(mnist_dir, tmp_path / "run", stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=300) == 1
    with process.stderr as said:
        assert "Traceback" not in said.read()
    assert RunFolder(tmp_path / "run").summary().state == "stopped"


def start(mnist_dir: Path, folder: Path, *, stderr: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*(sys.executable, "-m", "cnnstudio", "train"), "--dataset", str(mnist_dir), "--run-dir", str(folder)],
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process and no pty")
def test_ctrl_c_on_a_terminal_stops_cleanly_and_says_how_to_go_on(mnist_dir: Path, tmp_path: Path) -> None:
    import pty

    folder = tmp_path / "a run"
    ours, its = pty.openpty()
    process = start(mnist_dir, folder, stderr=its)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Epoch: 001/010 | Batch 000/469 | Cost: 2.30")
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=300) == 130
    os.close(its)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    process.stdout.close()
    assert "Traceback" not in shown
    assert re.search(r"epoch 1/10  batch \d+/469  loss \d\.\d+  [\d,]+ images/s  \d+:\d\d left", shown)
    assert f"cnnstudio train --resume '{folder}'" in shown.replace("\r\n", "\n")
    summary = RunFolder(folder).summary()
    assert summary.state == "stopped"
    assert summary.step > 0
    assert summary.resumable


OWN = """
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(784, 10)
    def forward(self, x):
        return self.out(x.flatten(1))
"""


@pytest.mark.usefixtures("few_digits")
def test_a_class_of_ones_own_trains_where_its_code_may_run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file, run = tmp_path / "mine.py", tmp_path / "run"
    file.write_text(OWN + "\nfrom pathlib import Path\nPath(__file__).with_suffix('.ran').touch()\n")
    flags = ["--network", f"{file}:Net", "--epochs", "1", "--run-dir", str(run), "--json"]
    assert train(*flags) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["error"] == "ConsentError"
    assert err.rstrip().endswith("If you trust it, add --run-code.")
    assert not file.with_suffix(".ran").exists()
    assert not run.exists()
    assert train(*flags, "--run-code") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[0]["network"] == f"{file}:Net"
    assert events[0]["config"]["network"]["sha256"] == RunFolder(run).config().to_json()["network"]["sha256"]
    assert events[-1]["event"] == "finished"

    consent.forget()  # as in a new process
    file.write_text(OWN + "\n# changed\n")
    again = ["--resume", str(run), "--epochs", "2"]
    assert train(*again) == 2
    assert train(*again, "--run-code") == 0
    err = capsys.readouterr().err
    assert "mine.py has changed since this run was begun" in err
    assert "Resuming Net (mine.py) (7,850 parameters) on mnist" in err


@pytest.mark.usefixtures("few_digits")
@pytest.mark.parametrize(
    ("network", "told"),
    [
        ("mine.py", "which class of mine.py"),
        ("mine.py:Absent", "no class called Absent"),
        ("gone.py:Net", "could not be read"),
        ("mine.py:os.remove", "name of a class"),
        ("mine.py:Wide", "(2, 5)"),
    ],
)
def test_what_cannot_be_ones_own_network_is_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, network: str, told: str
) -> None:
    (tmp_path / "mine.py").write_text(OWN + OWN.replace("Net", "Wide").replace("784, 10", "784, 5"))
    run = tmp_path / "run"
    assert train("--network", str(tmp_path / network), "--run-dir", str(run), "--run-code") in (1, 2)
    err = capsys.readouterr().err
    assert told in err
    assert len(err.strip().splitlines()) == 1
    assert not (run / "config.json").exists()


def _events(text: str) -> list[dict[str, object]]:
    """What was printed, without what differs from run to run."""
    differing = ("elapsed_s", "images_per_s", "run_dir")
    events = [json.loads(line) for line in text.splitlines()]
    return [{name: value for name, value in event.items() if name not in differing} for event in events]


@pytest.mark.usefixtures("few_digits")
def test_remarks_are_in_the_users_language_and_the_log_is_the_tutorials(
    pseudo: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["train", "--device", "cpu", "--epochs", "1", "--run-dir", str(tmp_path / "run")]
    assert cli.main(["--language", pseudo, *words]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Epoch: 001/001 | Batch 000/003 | Cost: 2.30")
    assert languages.pseudo("Training ")[:-4] in err
    assert "9,098" in err
    assert languages.english_in(err) == []
    assert cli.main(["--language", pseudo, *words, "--network", "covnet"]) == 2
    assert languages.english_in(capsys.readouterr().err) == []


@pytest.mark.parametrize("flags", [[], ["--learning-rate", "1e6"], ["--network", "covnet"]], ids=" ".join)
@pytest.mark.usefixtures("few_digits")
def test_events_are_the_same_in_every_language(
    flags: list[str], pseudo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["train", "--device", "cpu", "--epochs", "1", "--json", *flags]
    found = []
    for code in (pseudo, "en"):
        status = cli.main(["--language", code, *words])
        out, err = capsys.readouterr()
        found.append((status, _events(out)))
        assert bool(languages.english_in(err)) is (code == "en" and status != 0)
    assert found[0] == found[1]
    assert found[0][1]


@pytest.mark.usefixtures("few_digits")
def test_how_far_it_is_is_told_in_the_users_language(
    pseudo: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    told = Terminal()
    monkeypatch.setattr("sys.stderr", told)
    monkeypatch.setenv("COLUMNS", "200")
    words = ["train", "--device", "cpu", "--epochs", "1", "--run-dir", str(tmp_path / "run")]
    assert cli.main(["--language", pseudo, *words]) == 0
    lines = [line for line in told.getvalue().split("\r\x1b[K") if "1/1" in line]
    assert lines
    assert all(languages.english_in(line) == [] for line in lines)


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_of_a_data_set_has_its_words(stage: Stage) -> None:
    assert command._loading(Progress(stage=stage, done=1, total=4)) == f"{stage.value} 25%"
    assert command._loading(Progress(stage=stage, done=1, total=4, file="a.gz")) == f"{stage.value} a.gz 25%"
