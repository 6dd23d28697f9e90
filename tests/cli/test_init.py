"""What all commands share: how they end when their reader goes away, odd paths, errors nobody expected."""

import errno
import importlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

import cnnstudio
from cnnstudio import cli, datasets, paths
from cnnstudio.datasets import DigitData
from cnnstudio.errors import StorageError
from cnnstudio.training.runs import RunFolder
from tests.errands import Errand

pytestmark = pytest.mark.usefixtures("one_thread")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A one."""
    paper = np.full((28, 28), 255, np.uint8)
    paper[4:24, 13:15] = 0
    file = tmp_path / "one.png"
    Image.fromarray(paper).save(file)
    return file


@pytest.fixture
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = torch.Generator().manual_seed(0)
    pictures = torch.randint(0, 256, (240, 28, 28), generator=generator, dtype=torch.uint8)
    data = DigitData(
        name="mnist",
        reason="",
        class_names=tuple("0123456789"),
        train_images=pictures[:200],
        train_labels=torch.arange(200) % 10,
        test_images=pictures[200:],
        test_labels=torch.arange(40) % 10,
    )
    monkeypatch.setattr(datasets, "load", lambda *_: data)


@pytest.fixture
def closed_pipe() -> Iterator[io.TextIOWrapper]:
    """A stream whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    stream = os.fdopen(writer, "w")
    yield stream
    try:
        stream.close()
    except BrokenPipeError:
        pytest.fail("something was left to be written when the program ended")


COMMANDS = [
    ["--help"],
    ["--version"],
    ["networks"],
    ["networks", "--json"],
    ["networks", "--help"],
    ["summary", "convnet"],
    *(["summary", "convnet", "--format", kind] for kind in ("table", "print", "json")),
    ["lessons"],
    ["predict", "PICTURE"],
    ["predict", "--json", "PICTURE", "PICTURE"],
    ["train", "--device", "cpu", "--run-dir", "RUN"],
    ["train", "--device", "cpu", "--json", "--run-dir", "RUN"],
]


def test_every_command_is_tried() -> None:
    assert {words[0] for words in COMMANDS if not words[0].startswith("-")} == set(cli._COMMANDS)


def run_main(command: list[str], picture: Path, run: Path) -> int:
    words = [str({"PICTURE": picture, "RUN": run}.get(word, word)) for word in command]
    try:
        return cli.main(words)
    except SystemExit as ended:
        return int(ended.code or 0)


@posix
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.usefixtures("few_digits")
def test_a_reader_that_goes_away_ends_the_command_quietly(
    command: list[str],
    picture: Path,
    tmp_path: Path,
    closed_pipe: io.TextIOWrapper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", closed_pipe)
    monkeypatch.setattr(sys, "stderr", said)
    assert run_main(command, picture, tmp_path / "run") == 1
    text = said.getvalue()
    if command[0] == "train":
        # Its remarks go to standard error, where there still is a reader.
        text = "".join(line for line in text.splitlines() if not line.startswith(("Training ", "Stopped")))
        assert RunFolder(tmp_path / "run").summary().state == "stopped"
        assert RunFolder(tmp_path / "run").summary().resumable
    assert text == ""


@posix
@pytest.mark.parametrize("command", [["networks"], ["predict", "no-such-file.png"], ["networks", "--wrong"]])
def test_both_streams_may_go_away(
    command: list[str], picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as out, os.fdopen(os.dup(writer), "w") as err:
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        assert run_main(command, picture, tmp_path) == 1


@posix
@pytest.mark.parametrize("streams", [("stderr",), ("stdout", "stderr")], ids=" and ".join)
@pytest.mark.parametrize("command", [[], ["--self-test"], ["--safe-start"], ["--open"], ["--open", "cnnstudio:x"]])
def test_a_window_that_cannot_open_may_have_no_reader(
    command: list[str], streams: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    reader, writer = os.pipe()
    os.close(reader)
    with ExitStack() as opened:
        for name in streams:
            monkeypatch.setattr(sys, name, opened.enter_context(os.fdopen(os.dup(writer), "w")))
        os.close(writer)
        assert cli.main(command) == 1
    assert capsys.readouterr() == ("", "")


NOBODY_READS = {
    (command, unbuffered): Errand(
        "-c",
        f"""
import os, subprocess, sys
reader, writer = os.pipe()
os.close(reader)
command = [sys.executable, "-m", "cnnstudio", *{command!r}.split()]
environment = {{**os.environ, "PYTHONUNBUFFERED": {unbuffered!r}}}
sys.exit(subprocess.run(command, stdout=writer, env=environment).returncode)
""",
    )
    for command in ("networks", "summary lenet5", "--version")
    for unbuffered in ("", "1")
}


@posix
@pytest.mark.parametrize(
    ("command", "unbuffered"),
    [
        pytest.param(*case, marks=pytest.mark.errand(errand), id=f"{case[0]}-{'un' if case[1] else ''}buffered")
        for case, errand in NOBODY_READS.items()
    ],
)
def test_nothing_is_said_when_the_interpreter_ends(command: str, unbuffered: str) -> None:
    done = NOBODY_READS[command, unbuffered].done()
    assert done.errors == ""
    # argparse itself passes over what cannot be written at once.
    assert done.status == (0 if command == "--version" and unbuffered else 1)


@posix
@pytest.mark.parametrize("command", ["networks | head -1", "networks --json | head -1", "--help | head -1"])
def test_as_a_shell_does_it(command: str) -> None:
    words, _, rest = command.partition(" | ")
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m cnnstudio {words} | {rest}', sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_the_output_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cnnstudio", "networks"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.stderr == "cnnstudio: The output could not be written: the disk is full.\n"
    assert done.returncode == 1


NO_OUTPUT = Errand(
    "-c",
    """
import subprocess, sys
sys.exit(subprocess.run(["sh", "-c", '"$0" -m cnnstudio summary lenet5 >&-', sys.executable]).returncode)
""",
)


@posix
@pytest.mark.errand(NO_OUTPUT)
def test_no_output_at_all_is_no_reason_to_fail() -> None:
    done = NO_OUTPUT.done()
    assert (done.status, done.errors) == (0, "")


@pytest.mark.parametrize(
    "command",
    [
        ["train", "--run-dir", ""],
        ["train", "--resume", ""],
        ["predict", "--weights", "", "PICTURE"],
        ["predict", ""],
        ["--open", ""],
        ["train", "--dataset", ""],
    ],
    ids=" ".join,
)
def test_an_empty_path_is_wrong_usage(
    command: list[str],
    picture: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    assert run_main(command, picture, tmp_path) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "''" in err or "An empty text names no file or folder" in err
    assert set(tmp_path.iterdir()) == before


LONG, ENDLESS = "x" * 300, "x" * 5_000
SPACED = "folder of mine/" * 333


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["train", "--run-dir", LONG], 2),
        (["train", "--resume", LONG], 1),
        (["train", "--dataset", LONG], 2),
        (["train", "--network", LONG], 2),
        (["predict", LONG], 1),
        (["predict", "--weights", LONG, "PICTURE"], 1),
        (["summary", LONG], 1),
    ],
    ids=lambda value: " ".join(value).replace(LONG, "LONG") if isinstance(value, list) else "",
)
@pytest.mark.usefixtures("few_digits")
def test_a_name_that_is_too_long_is_one_line(
    command: list[str], status: int, picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (LONG, ENDLESS, SPACED):
        assert run_main([name if word == LONG else word for word in command], picture, tmp_path) == status
        out, err = capsys.readouterr()
        assert out == ""
        assert len(err.splitlines()) == 1
        assert len(err) < 600
        assert err.endswith(".\n")
        assert "unexpected" not in err
        assert "Traceback" not in err
        assert "did not expect" not in err


@pytest.mark.parametrize("name", [ENDLESS, SPACED, "x" * 4_000 + " y" * 500], ids=["one word", "many", "both"])
@pytest.mark.parametrize(
    "words", [["NAME"], ["train", "--epochs", "NAME"], ["networks", "NAME"], ["--NAME"]], ids=" ".join
)
def test_wrong_usage_is_told_briefly(words: list[str], name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([word.replace("NAME", name) for word in words])
    assert left.value.code == 2
    err = capsys.readouterr().err
    assert len(err.splitlines()[-1]) < 600
    assert "Traceback" not in err


def test_an_endless_unexpected_error_is_told_briefly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> int:
        raise OSError(errno.ENAMETOOLONG, "File name too long", ENDLESS)

    monkeypatch.setattr(importlib.import_module("cnnstudio.cli.networks"), "run", broken)
    assert cli.main(["networks"]) == 1
    assert len(capsys.readouterr().err) < 600


def test_what_nobody_expected_is_one_sentence_and_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> int:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(importlib.import_module("cnnstudio.cli.networks"), "run", broken)
    assert cli.main(["networks"]) == 1
    out, err = capsys.readouterr()
    log = paths.log_dir() / "errors.log"
    assert out == ""
    assert err == (
        "cnnstudio: Something went wrong that the program did not expect: division by zero. The details are in "
        f"{log}; copy them into a report.\n"
    )
    assert "ZeroDivisionError" in log.read_text()
    assert "in broken" in log.read_text()


def test_ctrl_c_is_no_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("cnnstudio.cli.networks"), "run", interrupted)
    assert cli.main(["networks"]) == 130
    assert capsys.readouterr() == ("", "")


@posix
@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["plain", "json"])
def test_a_name_that_is_no_text_is_printed_safely(
    flags: list[str],
    picture: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    odd, other = tmp_path / os.fsdecode(b"d\xe9j\xe0.png"), tmp_path / os.fsdecode(b"\xff.png")
    picture.rename(odd)
    if flags:
        # A strict stream, as that of a process.
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="strict")
        monkeypatch.setattr(sys, "stdout", out)
        status = cli.main(["predict", *flags, str(odd), str(other)])
        out.flush()
        said, complaints = out.buffer.getvalue(), capsys.readouterr().err.encode()
    else:
        done = subprocess.run(
            [sys.executable, "-m", "cnnstudio", "predict", odd, other],
            capture_output=True,
            check=False,
            env={**os.environ, "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8", "PYTHONCOERCECLOCALE": "0"},
        )
        status, said, complaints = done.returncode, done.stdout, done.stderr
    assert status == 1
    assert b"udce9j" in said
    assert len(complaints.splitlines()) == 1, complaints
    assert b"Traceback" not in complaints


def test_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"CNN Studio {cnnstudio.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["no-such-command"], ["--no-such-option"], ["--self-test", "networks"], ["--open", "file.json", "networks"]],
)
def test_wrong_usage_is_told_with_status_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("usage: cnnstudio")
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (StorageError("The disk is full. Free some space."), 1, "cnnstudio: The disk is full. Free some space.\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_a_job_that_fails_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    status: int,
    told: str,
) -> None:
    def fail(_options: object) -> int:
        raise error

    monkeypatch.setattr("cnnstudio.cli.networks.run", fail)
    assert cli.main(["networks"]) == status
    assert capsys.readouterr().err == told


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in cli._COMMANDS:
        with pytest.raises(SystemExit) as left:
            cli.main([command, "--help"])
        assert left.value.code == 0
        assert f"usage: cnnstudio {command}" in capsys.readouterr().out
