from pathlib import Path

import pytest
import torch

from cnnstudio.datasets import DigitData
from cnnstudio.errors import TrainingError
from cnnstudio.networks import catalogue
from cnnstudio.training import checkpoint, devices, failures, step
from tests.benchmarks import gpu, readings
from tests.benchmarks.gpu_checks import Checks, covered
from tests.benchmarks.made_up import digits
from tests.benchmarks.seeds_at_once import AtOnce, OneAfterAnother
from tests.errands import HOME, Errand
from tests.screenshots import MNIST

# Whatever is installed beside torch and what it needs, a machine with a GPU need not have.
_IN_A_BARE_INSTALLATION = """
import re, sys
from importlib import metadata

allowed, rest = set(), ["torch", "numpy", "safetensors", "platformdirs", "psutil", "pillow"]
while rest:
    name = re.sub("[-_.]+", "-", rest.pop()).lower()
    if name not in allowed:
        allowed.add(name)
        try:
            needs = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:
            continue
        rest += [re.match("[A-Za-z0-9._-]+", need)[0] for need in needs if "extra ==" not in need]
walled = {
    package
    for package, owners in metadata.packages_distributions().items()
    if not allowed & {re.sub("[-_.]+", "-", owner).lower() for owner in owners}
} - {"cnnstudio", "tests"}
assert {"PySide6", "pyqtgraph", "torchvision", "pytest"} <= walled, walled

class Walled:
    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path=None, target=None):
        return None if name.split(".")[0] in walled else self.finder.find_spec(name, path, target)

    def __getattr__(self, name):
        return getattr(self.finder, name)

sys.meta_path[:] = map(Walled, sys.meta_path)
from tests.benchmarks import gpu
sys.exit(gpu.main(sys.argv[1:]))
"""
_READINGS = "gpu.json"
DRY = Errand(
    *("-c", _IN_A_BARE_INSTALLATION, "--device", "cpu", "--short", "--any-load"),
    *("--mnist", str(MNIST), "--json", f"{HOME}/{_READINGS}"),
)


@pytest.mark.skipif(not MNIST.is_dir(), reason="MNIST is not there")
@pytest.mark.errand(DRY)
def test_all_that_a_cpu_can_run_runs_with_torch_and_its_few_companions_alone() -> None:
    done = DRY.done()
    assert done.status == 0, done.output + done.errors
    (report,) = readings.load(done.home / _READINGS)
    assert report.benchmark == "gpu --device cpu --short"
    assert report.machine.gpu.startswith("CPU")
    assert (report.refused, report.failed) == ((), "")
    found = {reading.figure.what: reading for reading in report.readings}
    checks = {what: reading for what, reading in found.items() if what.startswith("check: ")}
    assert len(checks) == 7
    assert not any(reading.missed for reading in checks.values())
    assert all(reading.figure.goal is None for what, reading in found.items() if what not in checks)
    assert found["tutorial recipe, 1 epochs"].figure.is_ratio
    assert 0 < found["tutorial recipe, share of the time in which the device computes, by the profiler"].values[0] < 100
    assert len(found["fast recipe, test accuracy of single seeds"].values) == 2
    assert found["a step of 3 seeds, minibatches of 128"].side(1).median > 0


@pytest.mark.parametrize("device", ["cuda:0", "cuda:7"])
def test_without_a_gpu_it_says_so_and_reads_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, device: str
) -> None:
    monkeypatch.setattr(devices, "available", lambda: ["cpu"])
    file = tmp_path / "gpu.json"
    assert gpu.main(["--device", device, "--json", str(file)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"There is no GPU {device} ")
    assert told.err.count("\n") == 1
    assert not file.exists()


@pytest.fixture(scope="module")
def few() -> DigitData:
    return digits(150, 50)


@pytest.fixture
def checks(few: DigitData, tmp_path: Path) -> Checks:
    return Checks("cpu", few, tmp_path, steps=2)


def test_steps_that_compute_something_else_are_found(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.difference_from_plain() == 0
    make = step.make

    def twice_as_fast(*arguments: object) -> step.Step:
        taken = make(*arguments)  # type: ignore[arg-type]
        return lambda indices, warps, rate: taken(indices, warps, 2 * rate)

    monkeypatch.setattr(step, "make", twice_as_fast)
    assert checks.difference_from_plain() > 0


def test_a_run_that_goes_on_from_elsewhere_is_found(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    restore = checkpoint.restore

    def halved(saved: checkpoint.Checkpoint, state: checkpoint.State) -> None:
        restore(saved, state)
        with torch.no_grad():
            next(state.model.parameters()).mul_(0.5)

    monkeypatch.setattr(checkpoint, "restore", halved)
    assert checks.difference_when_resumed() > 0


def test_networks_that_do_not_train_are_counted_and_named(
    checks: Checks, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = [spec for spec in catalogue.specs() if spec.name in ("lenet5", "mlp")]
    monkeypatch.setattr(catalogue, "specs", lambda: specs)
    trains = Checks._losses

    def losses(self: Checks, config: object, steps: int | None = None) -> object:
        if getattr(config, "network").name == "lenet5":  # noqa: B009
            raise TrainingError("The device stopped responding.")
        return trains(self, config, steps)  # type: ignore[arg-type]

    monkeypatch.setattr(Checks, "_losses", losses)
    assert checks.networks_that_fail() == 1
    assert "lenet5 does not train: The device" in capsys.readouterr().out


def test_memory_errors_that_are_not_told_as_such_are_found(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.memory_errors_told() == 2
    monkeypatch.setattr(failures, "_MEMORY", ())
    with pytest.raises(TrainingError):
        checks.memory_errors_told()


def test_a_step_that_is_not_captured_is_found(checks: Checks) -> None:
    assert checks.captures() == 0


@pytest.mark.parametrize(
    ("spans", "length"),
    [
        *(([], 0), ([(1, 3)], 2), ([(0, 2), (1, 3), (5, 6)], 4)),
        *(([(5, 6), (0, 9), (2, 3)], 9), ([(0, 1), (1, 2)], 2)),
    ],
)
def test_what_overlaps_is_covered_once(spans: list[tuple[float, float]], length: float) -> None:
    assert covered(spans) == length


def test_seeds_at_once_learn_what_they_learn_one_after_another(few: DigitData) -> None:
    models = [catalogue.build("lenet5") for _ in range(3)]
    at_once, alone = AtOnce(models), OneAfterAnother(models)
    pictures, labels = few.train_images[:32].unsqueeze(1) / 255, few.train_labels[:32]
    for _ in range(3):
        losses = at_once.step(pictures, labels, 0.1)
        torch.testing.assert_close(losses, alone.step(pictures, labels, 0.1))
    assert losses.unique().numel() == 3
    for number, model in enumerate(models):
        for name, weights in model.named_parameters():
            torch.testing.assert_close(at_once.weights[name][number], weights.detach(), rtol=1e-4, atol=1e-6)


def test_data_that_are_not_there_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gpu.main(["--device", "cpu", "--short", "--mnist", str(tmp_path / "none")]) == 1
    assert str(tmp_path / "none") in capsys.readouterr().err
