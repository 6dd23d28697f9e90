from pathlib import Path

from cnnstudio.training.runs import RunFolder
from cnnstudio.weights.run_files import RunFiles


def test_the_engine_writes_under_these_names(tmp_path: Path) -> None:
    files, folder = RunFiles(tmp_path), RunFolder(tmp_path)
    for name, path in vars(files).items():
        assert getattr(folder, name) == path
    assert files.final_weights == tmp_path / "weights-final.safetensors"


def test_steps_are_found_in_order(tmp_path: Path) -> None:
    files = RunFiles(tmp_path)
    assert files.kept_steps() == ()
    for step in (1000, 20, 300):
        files.step_weights(step).touch()
    (tmp_path / "weights-step-.safetensors").touch()
    (tmp_path / "weights-step-5.safetensors.part").touch()
    assert files.kept_steps() == (20, 300, 1000)
    assert RunFiles(tmp_path / "gone").kept_steps() == ()
