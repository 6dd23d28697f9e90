import pytest

import cnnstudio
from cnnstudio import cli
from cnnstudio.errors import StorageError


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
