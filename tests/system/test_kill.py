"""The kill test in its short form, and the parts of it that must not be wrong."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from cnnstudio.weights import format
from tests.system import __main__ as system
from tests.system.kill import command
from tests.system.kill.command import DEEDS, Deed, Kill, Nursery, Tally, Trial
from tests.system.kill.compare import differences
from tests.system.kill.tripwire import AFTER, BEFORE, HALF

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork, and has no SIGKILL")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def trial(nursery: Nursery, tmp_path: Path, request: pytest.FixtureRequest) -> Trial:
    return Trial(nursery, request.param, tmp_path / "trial")


def index_of(trial: Trial, kind: str, name: str, which: int = 0) -> int:
    """The number of a file call, from 0."""
    return [number for number, call in enumerate(trial.calls) if (call.kind, call.name) == (kind, name)][which]


@pytest.mark.parametrize("trial", [DEEDS[0]], indirect=True, ids=str)
def test_a_run_that_is_killed_ends_as_if_it_had_not_been(trial: Trial) -> None:
    """At the moments that matter, one of them while it goes on after another."""
    renamed = [index_of(trial, "replace", name) for name in ("checkpoint.safetensors", "config.json", "state.json")]
    rows, best = index_of(trial, "write", "steps.csv"), index_of(trial, "replace", "weights-best.safetensors")
    plan = [
        [Kill(index_of(trial, "flock", "run.lock"), AFTER)],
        [Kill(renamed[0], BEFORE)],
        [Kill(renamed[0], AFTER)],
        [Kill(renamed[1], AFTER), Kill(renamed[2], BEFORE)],
        [Kill(rows, HALF), Kill(best, AFTER)],
        [Kill(index_of(trial, "replace", "weights-final.safetensors"), AFTER)],
        [Kill(moment=0.5)],
    ]
    tally = Tally()
    for kills in plan:
        trial.strike(kills, tally)
    assert tally.faults == []
    # A moment may come too late on a machine that is slow once and quick then; a call is struck each time.
    assert tally.kills >= len(plan) - 1 + 2
    assert tally.equal >= len(plan) - 1


BY_CALLS = [deed for deed in DEEDS if deed.name != "train" and deed.moments == 1]


@pytest.mark.parametrize("trial", BY_CALLS, indirect=True, ids=str)
def test_digits_weights_states_and_the_workspace_survive_too(trial: Trial) -> None:
    replaced = [number for number, call in enumerate(trial.calls) if call.kind in ("replace", "rename", "link")]
    written = [number for number, call in enumerate(trial.calls) if call.kind == "write"]
    tally = Tally()
    for kills in (
        [Kill(replaced[1], BEFORE)],
        [Kill(replaced[-1], AFTER)],
        [Kill(written[len(written) // 2], HALF), Kill(written[1], HALF)],
        [Kill(moment=0.4)],
    ):
        trial.strike(kills, tally)
    assert tally.faults == []
    assert tally.equal >= 3


@pytest.mark.parametrize("trial", [deed for deed in DEEDS if deed.moments > 1], indirect=True, ids=str)
def test_settings_survive_at_any_moment(trial: Trial) -> None:
    """Qt writes them, whose file calls are not Python's."""
    assert trial.deed.name == "change settings"
    tally = Tally()
    for moment in (0.3, 0.45, 0.6, 0.75, 0.9):
        trial.strike([Kill(moment=moment), Kill(moment=0.5)], tally)
    assert tally.faults == []
    assert tally.equal >= 3


@pytest.mark.parametrize("trial", [Deed("sloppy")], indirect=True, ids=str)
def test_what_is_written_in_place_is_found_out(trial: Trial) -> None:
    assert [(call.kind, call.name) for call in trial.calls] == [("open", "count"), ("write", "count")] * 3
    assert trial.calls[1].places == (BEFORE, HALF, AFTER)
    tally = Tally()
    for kill in (Kill(2, AFTER), Kill(3, HALF)):
        trial.strike([kill], tally)
    assert tally.equal == 0
    assert len(tally.faults) == 2
    assert "call 3, half: count 20 was promised, and count 10 is there" in tally.faults[1]


def test_whatever_differs_is_told_and_times_are_not(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "other")]
    for number, folder in enumerate(folders):
        folder.mkdir()
        (folder / "state.json").write_text(
            json.dumps({"state": "finished", "elapsed_s": number, "started": "x" * number})
        )
        (folder / "steps.csv").write_text(f"step,loss,elapsed_s\n0,2.5,{number}\n")
        (folder / "picture.png").write_bytes(b"png")
        about = {"kind": "weights", "made": str(number), "progress": {"epoch": 3, "elapsed_s": number}}
        format.write(folder / "w.safetensors", {"w": torch.zeros(3), "n": torch.tensor(2)}, about)
    assert differences(*folders) == []
    other = folders[1]
    (other / "run.lock").touch()
    assert differences(*folders) == []
    (other / "state.json").write_text(json.dumps({"state": "stopped"}))
    (other / "steps.csv").write_text("step,loss,elapsed_s\n0,2.25,1\n")
    (other / "picture.png").write_bytes(b"pnG")
    (other / ".cnnstudio-1.part").touch()
    # Minus zero equals zero, and is another number all the same.
    format.write(other / "w.safetensors", {"w": -torch.zeros(3), "n": torch.tensor(2)}, {"kind": "weights"})
    told = differences(*folders)
    assert [line.partition(":")[0] for line in told] == [
        ".cnnstudio-1.part is left over",
        "picture.png",
        "state.json",
        "steps.csv",
        "w.safetensors",
        "w.safetensors",
    ]
    assert "the tensor w differs" in told[4]
    (other / "picture.png").unlink()
    assert "picture.png is missing" in differences(*folders)


def test_the_long_form_counts_and_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def run(**options: object) -> Tally:
        assert options == {"seed": 7, "count": 3, "calls": None, "number_of_programs": 2}
        return Tally(kills=5, equal=4, faults=["one"])

    monkeypatch.setattr(command, "run", run)
    assert command.main(["--seed", "7", "--count", "3", "--programs", "2"]) == 1
    assert capsys.readouterr().out == "5 kills struck; 4 of 5 ends equal to the bit.\n"


def test_a_nursery_that_dies_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = tmp_path / "nursery"  # nothing is asked of it but to die
    quick.write_text("#!/bin/sh\necho '{\"ready\": true}'\nexec sleep 600\n")
    quick.chmod(0o755)
    monkeypatch.setattr(command.sys, "executable", str(quick))
    nursery = Nursery()
    nursery._process.kill()
    with pytest.raises(RuntimeError, match="nursery has ended"):
        nursery.perform(DEEDS[0], tmp_path)
    nursery.close()


def test_it_is_one_of_the_system_tests(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        system.main(["kill", "--help"])
    assert ended.value.code == 0
    assert "--programs" in capsys.readouterr().out
