"""Two processes of torchrun on the loopback interface, against one process."""

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from cnnstudio import cli, messages
from cnnstudio.errors import ConfigError, ProcessLostError, StudioError
from cnnstudio.networks import catalogue
from cnnstudio.training import distributed
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.distributed import Team
from cnnstudio.training.engine import Engine
from cnnstudio.training.launched import Place
from cnnstudio.training.recipes import recipe
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import format
from tests.errands import HOME, Errand, Outcome

needs_gloo = pytest.mark.skipif(
    sys.platform == "win32" or not torch.distributed.is_available() or not torch.distributed.is_gloo_available(),
    reason="needs a PyTorch with gloo",
)


def errand(kind: str) -> Errand:
    return Errand("-m", "tests.training.several_processes", kind, HOME, seconds=300)


def events(done: Outcome) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.output.splitlines()]


def sentences(done: Outcome) -> list[str]:
    return [line for line in done.errors.splitlines() if line.startswith("cnnstudio train:")]


def losses(folder: RunFolder, first: int = 0, end: int | None = None) -> np.ndarray:
    return np.asarray(folder.steps()["loss"][first:end])


def alone(config: TrainConfig, folder: Path, **changes: object) -> RunFolder:
    """The same run in one process."""
    engine = Engine(config.changed(**changes), run_dir=folder)
    for _ in engine.run():
        pass
    return engine.folder


TRAIN = errand("train")


@needs_gloo
@pytest.mark.errand(TRAIN)
def test_two_processes_train_what_one_does(tmp_path: Path) -> None:
    done = TRAIN.done()
    assert done.status == 0, done.errors
    run = RunFolder(done.home / "run")
    assert run.summary().state == "finished"
    assert len(losses(run)) == 14
    weights = format.read(run.final_weights)[0]
    for parts in (1, 2):
        one = alone(run.config(), tmp_path / str(parts), gradient_parts=parts)
        np.testing.assert_allclose(losses(run), losses(one), rtol=1e-5)
        its = format.read(one.final_weights)[0]
        assert weights.keys() == its.keys()
        for name, tensor in weights.items():
            torch.testing.assert_close(tensor, its[name], rtol=1e-4, atol=1e-6)
    untrained = alone(run.config(), tmp_path / "other", gradient_parts=1, seed=2)
    assert not np.allclose(losses(run), losses(untrained), rtol=1e-5)


@needs_gloo
@pytest.mark.errand(TRAIN)
def test_the_first_process_alone_prints_and_writes() -> None:
    done = TRAIN.done()
    assert [event["event"] for event in events(done)] == [
        *["started", "step", "epoch", "step", "epoch", "finished"],
    ]
    assert "cnnstudio" not in done.errors
    assert "Warning" not in done.errors
    assert [file.parent for file in done.home.rglob("checkpoint.safetensors")] == [done.home / "run"]
    assert not list(done.home.rglob("run.lock"))


LOST = errand("resume-and-lose")


@needs_gloo
@pytest.mark.errand(LOST)
def test_a_lost_process_ends_the_run_with_a_checkpoint_that_one_process_resumes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = LOST.done()
    folder = done.home / "run"
    assert done.status == 1, done.errors
    last = events(done)[-1]
    assert (last["event"], last["error"]) == ("failed", "ProcessLostError")
    (sentence,) = sentences(done)
    assert sentence == f"cnnstudio train: {last['message']}"
    assert "One of the 2 processes" in sentence
    assert f"--resume {folder}" in sentence
    run = RunFolder(folder)
    assert run.summary().state == "failed"
    assert run.summary().resumable
    # Begun by one process and gone on with by two: with all settings the same as in one.
    before = losses(run)
    one = alone(run.config(), tmp_path / "one", epochs=2)
    np.testing.assert_allclose(losses(one), before[:14], rtol=1e-4)
    # Not a step that was told of is done twice.
    kept = len(before)
    assert cli.main(["train", "--resume", str(folder), "--epochs", str(kept // 7 + 2), "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[-1]["event"] == "finished"
    after = losses(run)
    assert len(after) == 7 * (kept // 7 + 2)
    np.testing.assert_array_equal(after[:kept], before)


FIRST = errand("lose-the-first")


@needs_gloo
@pytest.mark.errand(FIRST)
def test_who_is_left_says_that_the_first_process_was_lost() -> None:
    done = FIRST.done()
    folder = done.home / "run"
    assert done.status == 1, done.errors
    (sentence,) = sentences(done)
    assert "The first of the 2 processes" in sentence
    assert f"--resume {folder}" in sentence
    summary = RunFolder(folder).summary()
    assert summary.state == "stopped"
    assert summary.resumable


class Links:
    """Instead of those between processes: what several processes cannot train is refused before they are used."""

    place = Place(rank=0, world=2, local_rank=0, local_world=2)


CPU, CUDA, MPS = (torch.device(name) for name in ("cpu", "cuda:0", "mps"))


def refusal(model: nn.Module, place: torch.device = CPU, /, **changes: object) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        Team(Links()).admit(recipe("tutorial", **changes), model, place)  # type: ignore[arg-type]
    return caught.value


def test_statistics_that_cannot_be_shared_on_the_cpu_are_refused() -> None:
    odd = (nn.BatchNorm1d(3, track_running_stats=False), nn.BatchNorm2d(3, momentum=None), nn.SyncBatchNorm(3))
    for layer in odd:
        error = refusal(nn.Sequential(layer))
        assert error.setting == "network"
        assert "without torchrun" in str(error)


def test_the_programs_networks_are_admitted_on_the_cpu() -> None:
    for name in ("convnet", "lenet5", "lenet5-1998", "mlp", "compact", "digitnet", "mini-vgg", "mini-inception"):
        Team(Links()).admit(recipe("tutorial", network=name), catalogue.build(name), CPU)  # type: ignore[arg-type]
    for layer in (nn.GroupNorm(1, 3), nn.InstanceNorm2d(3), nn.LayerNorm(3)):
        Team(Links()).admit(recipe("tutorial"), layer, CPU)  # type: ignore[arg-type]


def test_devices_that_processes_cannot_share_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    convnet = catalogue.build("convnet")
    assert "cannot train on mps" in str(refusal(convnet, MPS))
    monkeypatch.setattr(distributed.dist, "is_nccl_available", lambda: True)
    assert "CUDA_VISIBLE_DEVICES" in str(refusal(convnet, CUDA, device="cuda:0"))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    assert "This computer has 1 of the 2 GPUs" in str(refusal(convnet, CUDA))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    Team(Links()).admit(recipe("tutorial"), catalogue.build("compact"), CUDA)  # type: ignore[arg-type]
    monkeypatch.setattr(distributed.dist, "is_nccl_available", lambda: False)
    assert "--device cpu" in str(refusal(convnet, CUDA))


def test_a_minibatch_too_small_for_all_is_refused() -> None:
    assert refusal(catalogue.build("convnet"), batch_size=1).setting == "batch_size"


SPEAKING = {"TORCH_NCCL_BLOCKING_WAIT": "1", "TORCH_NCCL_ASYNC_ERROR_HANDLING": "0"}


def test_who_waits_for_a_gpu_is_told_that_a_process_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"TORCH_NCCL_ASYNC_ERROR_HANDLING": "1"})  # as torchrun has it
    asked: list[dict[str, object]] = []

    def new_group(**how: object) -> dict[str, str]:
        asked.append(how)
        return dict(os.environ)

    monkeypatch.setattr(distributed.dist, "new_group", new_group)
    links = object.__new__(distributed._Links)
    links._answers = "by gloo"
    assert (links.group_for(CPU), asked) == ("by gloo", [])
    assert links.group_for(CUDA) == SPEAKING  # set before the group is made, which reads them
    assert asked == [{"backend": "nccl", "timeout": distributed.ANSWER}]


def test_an_error_of_a_processs_own_is_no_loss(tmp_path: Path) -> None:
    class Kept(Links):
        lost = False

        def __init__(self) -> None:
            failed = StudioError("The memory of {device} ran out.", device="cuda:1")
            self.notes = {"failed": json.dumps(failed.message.parts())}

        def note(self, name: str, text: str) -> None:
            self.notes[name] = text

        def noted(self, name: str) -> str | None:
            return self.notes.get(name)

    links = Kept()
    team = Team(links)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="mat1 and mat2"), team.watched(tmp_path):
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")
    assert not links.lost
    with pytest.raises(ProcessLostError) as caught, team.watched(tmp_path):
        raise RuntimeError("[../gloo/transport/tcp/pair.cc:537] Connection closed by peer [127.0.0.1]:4711")
    assert links.lost
    assert "told" in links.notes
    assert "was lost (The memory of cuda:1 ran out.); go on from" in str(caught.value)
    german = {"The memory of {device} ran out.": "Der Speicher von {device} ist voll."}
    in_german = messages.spoken(caught.value.message, lambda template, _: german.get(template, ""))
    assert "was lost (Der Speicher von cuda:1 ist voll.); go on from" in in_german
    links.notes["failed"] = '{"template": "The mem'
    with pytest.raises(ProcessLostError, match=r'was lost \(\{"template": "The mem\)'), team.watched(tmp_path):
        raise RuntimeError("[../gloo/transport/tcp/pair.cc:537] Connection closed by peer [127.0.0.1]:4711")
