import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import safetensors.torch
import torch

from cnnstudio import paths
from cnnstudio.errors import StorageError, WeightsError
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.weights import Initial, RunWeights, Shipped, WeightsFile, format
from cnnstudio.weights.library import are_equal, entry, keep, kept, library, of_run, to_choose, usual
from cnnstudio.weights.metadata import Accuracy, Metadata, Trained, Tuned
from cnnstudio.weights.run_files import RunFiles
from tests.kept_home import contents

TENSORS = {"a": torch.ones(2)}
FIRST = "2026-11-28 14-05-25 convnet fast"


def test_without_a_home_there_is_what_is_shipped() -> None:
    (shipped,) = library()
    assert shipped.weights == Shipped("digitnet")
    assert shipped.title == "DigitNet"
    assert shipped.network == CatalogueNetwork("digitnet")
    assert shipped.accuracy == Accuracy(0.9955, "mnist", "test")
    assert shipped.problem is None


def test_the_usual_weights_are_known_without_reading_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(format, "open_metadata", lambda file: pytest.fail(f"{file} was read"))
    assert usual(CatalogueNetwork("digitnet")) == Shipped("digitnet")
    assert usual(CatalogueNetwork("convnet")) == usual(PythonNetwork(Path("/a.py"), "Net", "0" * 64)) == Initial()


def test_a_home_of_the_first_version_is_listed_whole(old_home: Path) -> None:
    before = contents(old_home)
    found = library()
    assert contents(old_home) == before
    rows = [(one.weights, one.network and one.network.title, one.metadata.origin) for one in found]
    runs = old_home / "runs"

    def of(name: str, which: str) -> RunWeights:
        return RunWeights(runs / name, which)  # type: ignore[arg-type]

    assert all(one.problem is None for one in found)
    assert rows[1] == (WeightsFile(old_home / "data/weights/my-hand-convnet-1.safetensors"), "ConvNet", Tuned())
    assert {row[0] for row in rows[2:]} == {
        of(FIRST, "final"),
        of(FIRST, "best"),
        of("2026-11-28 14-06-32 lenet5 tutorial", "latest"),
        of("2026-11-28 14-06-53 convnet tutorial", "best"),
        of("2026-11-28 14-06-53 convnet tutorial", "latest"),
        of("2026-11-28 14-07-05 compact fast", "final"),
        of("2026-11-28 14-07-05 compact fast", "best"),
    }
    by_weights = {one.weights: one for one in found}
    final, best = by_weights[of(FIRST, "final")], by_weights[of(FIRST, "best")]
    assert final.accuracy == Accuracy(0.91275, "builtin", "test")
    assert final.title == FIRST
    assert best.metadata.origin == Trained("best", "test accuracy")
    assert by_weights[of("2026-11-28 14-06-53 convnet tutorial", "best")].accuracy is None


def test_a_name_says_nothing(old_home: Path) -> None:
    """What a file is stands in it, whatever it is called."""
    hand = old_home / "data/weights/my-hand-convnet-1.safetensors"
    wanted = kept()[0].metadata
    hand.rename(hand.with_name("my-hand-lenet5-7.safetensors"))
    assert kept()[0].metadata == wanted
    format.save(hand.with_name("x.safetensors"), TENSORS, Metadata(network=CatalogueNetwork("mlp")))
    assert {one.title: one.network and one.network.title for one in kept()} == {
        "my-hand-lenet5-7": "ConvNet",
        "x": "Fully connected",
    }


def test_damaged_ones_are_named_and_spoil_nothing(old_home: Path) -> None:
    whole = len(library())
    folder = old_home / "data" / "weights"
    (folder / "empty.safetensors").write_bytes(b"")
    (folder / "noise.safetensors").write_bytes(bytes(range(256)) * 40)
    (folder / "folder.safetensors").mkdir()
    (folder / "note.txt").write_text("mine")
    (folder / "pickle.safetensors").write_bytes(b"\x80\x04abcdefghijkl")
    (old_home / "runs" / FIRST / "weights-final.safetensors").write_bytes(b"cut")
    (old_home / "runs" / "no run").mkdir()
    about = json.dumps({"kind": "weights", "schema": 99})
    safetensors.torch.save_file(TENSORS, folder / "later.safetensors", {"cnnstudio": about})
    found = library()
    bad = {one.file.name: one.problem for one in found if one.problem}
    assert len(found) == whole + 4
    assert sorted(bad) == sorted(
        [
            "empty.safetensors",
            "noise.safetensors",
            "pickle.safetensors",
            "later.safetensors",
            "weights-final.safetensors",
        ]
    )
    assert all(isinstance(problem, WeightsError) and "\n" not in str(problem) for problem in bad.values())
    assert "later version" in str(bad["later.safetensors"])


def test_weights_kept_at_a_step(tmp_path: Path) -> None:
    for step in (500, 20):
        format.save(tmp_path / f"weights-step-{step}.safetensors", TENSORS, Metadata(step=step))
    (tmp_path / "weights-step-x.safetensors").write_bytes(b"")
    found = of_run(tmp_path)
    assert [one.weights for one in found] == [RunWeights(tmp_path, 20), RunWeights(tmp_path, 500)]
    assert [one.metadata.step for one in found] == [20, 500]


def test_initial_weights_are_in_no_library() -> None:
    with pytest.raises(StorageError, match="lie in no file"):
        entry(Initial(1))


def test_keeping_never_takes_another_files_place() -> None:
    folder = paths.data_dir() / "weights"
    first = keep("edited ConvNet / 2", TENSORS, Metadata(epoch=1))
    assert first == folder / "edited-ConvNet-2-1.safetensors"
    (folder / "edited-ConvNet-2-5.safetensors").write_bytes(b"another's")
    assert keep("edited ConvNet / 2", TENSORS, Metadata()).name == "edited-ConvNet-2-6.safetensors"
    assert format.open_metadata(first) == Metadata(epoch=1)
    assert sorted(path.suffix for path in folder.iterdir()) == [".safetensors"] * 3


def test_two_windows_keep_at_once_and_nothing_is_lost() -> None:
    made: list[Path] = []

    def work(window: int) -> None:
        tensors = {"a": torch.full((1,), float(window))}
        made.extend(keep("mine", tensors, Metadata(step=10 * window + number)) for number in range(10))

    threads = [threading.Thread(target=work, args=(window,)) for window in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 40
    assert sorted(one.metadata.step or 0 for one in kept()) == list(range(40))


def test_the_newest_comes_first() -> None:
    for number, made in enumerate(["2026-01-01T00:00:00+00:00", "2026-03-01T00:00:00", "2026-02-01T00:00:00Z", "odd"]):
        keep(f"w{number}", TENSORS, Metadata(made=made))
    # The date of the last is that of its file: now.
    assert kept()[-1].title == "w0-1"
    assert [one.title for one in kept() if one.title != "w3-1"] == ["w1-1", "w2-1", "w0-1"]


def test_listing_costs_no_torch(old_home: Path) -> None:
    code = (
        "import sys; from cnnstudio.weights.library import library\n"
        "assert len(library()) == 9\n"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def _run(folder: Path, **steps: int) -> RunFiles:
    """A run with these files, each after this many steps."""
    files = RunFiles(folder.absolute())
    folder.mkdir()
    files.config_file.write_text("{}")
    for which, step in steps.items():
        metadata = Metadata(epoch=step // 10, step=step, origin=Trained(which))  # type: ignore[arg-type]
        format.save(getattr(files, f"{which}_weights"), TENSORS, metadata)
    return files


@pytest.mark.parametrize(
    ("steps", "offered"),
    [
        ({"final": 40, "best": 20}, ["final", "best"]),
        ({"final": 40, "best": 40}, ["final"]),
        ({"best": 20}, ["best"]),
        ({"final": 40}, ["final"]),
        ({}, []),
    ],
)
def test_a_run_is_offered_once_and_its_best_where_they_are_others(
    tmp_path: Path, steps: dict[str, int], offered: list[str]
) -> None:
    files = _run(tmp_path / "run", **steps)
    assert [one.weights for one in to_choose(files.path)] == [RunWeights(files.path, which) for which in offered]  # type: ignore[arg-type]


def test_what_is_damaged_is_not_offered(tmp_path: Path) -> None:
    files = _run(tmp_path / "run", final=40, best=20)
    files.final_weights.write_bytes(b"cut")
    assert [one.weights for one in to_choose(files.path)] == [RunWeights(files.path, "best")]
    files.best_weights.write_bytes(b"")
    assert to_choose(files.path) == ()
    assert to_choose(tmp_path / "no such run") == ()


@pytest.mark.parametrize(
    ("progress", "what"), [((1, 10**9), "batch 1000000000 of 4"), ((10**9, 0), "epoch 1000000000 of 2")]
)
def test_a_checkpoint_that_is_farther_than_its_run_goes_is_named_and_not_offered(
    tmp_path: Path, progress: tuple[int, int], what: str
) -> None:
    files = _run(tmp_path / "run", final=40, best=20)
    about = {
        "kind": "checkpoint",
        "schema": 2,
        "config": {"epochs": 2, "batch_size": 25},
        "train_size": 100,
        "progress": dict(zip(("epoch", "batch"), progress, strict=True)),
    }
    format.write(files.checkpoint, {f"model.{name}": tensor for name, tensor in TENSORS.items()}, about)
    assert [one.weights.which for one in of_run(files.path)] == ["final", "best"]  # type: ignore[union-attr]
    assert [one.weights.which for one in to_choose(files.path)] == ["final", "best"]  # type: ignore[union-attr]
    # Of a run that was stopped there is nothing else.
    files.final_weights.unlink()
    (latest,) = (one for one in of_run(files.path) if one.file == files.checkpoint)
    assert str(latest.problem) == (
        f"checkpoint.safetensors is damaged: it stands at {what}. Choose other weights of the run."
    )
    assert [one.weights.which for one in to_choose(files.path)] == ["best"]  # type: ignore[union-attr]


def test_runs_of_the_first_version_are_offered_once(old_home: Path) -> None:
    runs = old_home / "runs"
    offered = {run.name: [one.weights.which for one in to_choose(run)] for run in runs.iterdir()}  # type: ignore[union-attr]
    final, best = (entry(RunWeights(runs / FIRST, which)) for which in ("final", "best"))  # type: ignore[arg-type]
    tensors = [format.open_weights(one.file)[0] for one in (final, best)]
    same = all(torch.equal(tensors[0][name], tensors[1][name]) for name in tensors[0])
    assert offered[FIRST] == (["final"] if same else ["final", "best"])
    assert offered["2026-11-28 14-06-32 lenet5 tutorial"] == ["latest"]


def test_only_a_runs_own_weights_can_be_equal_under_two_names(tmp_path: Path) -> None:
    one, other = _run(tmp_path / "one", final=40), _run(tmp_path / "other", final=40)
    entries = [entry(RunWeights(files.path, "final")) for files in (one, other)]
    assert are_equal(entries[0], entries[0])
    assert not are_equal(*entries)
    unknown = _run(tmp_path / "unknown")
    for file in (unknown.final_weights, unknown.best_weights):
        format.save(file, TENSORS, Metadata())
    assert [one.weights.which for one in to_choose(unknown.path)] == ["final", "best"]  # type: ignore[union-attr]
