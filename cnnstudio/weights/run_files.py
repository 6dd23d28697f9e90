"""What lies in a run's folder, by name. Torch-free.

config.json                   the configuration
state.json                    how the run stands, for lists
steps.csv, epochs.csv         one row a step, one row an epoch
weights-final.safetensors     the weights at the end
weights-best.safetensors      the weights after the best epoch
weights-step-N.safetensors    the weights after N steps, where they were kept
checkpoint.safetensors        everything needed to go on
test-predictions.safetensors  what the test pictures gave when they were measured last
"""

import re
from pathlib import Path

_STEP = re.compile(r"weights-step-(\d{1,18})\.safetensors")


class RunFiles:
    """The paths in one run's folder; nothing need be there.

    Attributes:
        path: the folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.config_file = path / "config.json"
        self.state_file = path / "state.json"
        self.steps_file = path / "steps.csv"
        self.epochs_file = path / "epochs.csv"
        self.final_weights = path / "weights-final.safetensors"
        self.best_weights = path / "weights-best.safetensors"
        self.checkpoint = path / "checkpoint.safetensors"
        self.test_predictions = path / "test-predictions.safetensors"

    def step_weights(self, step: int) -> Path:
        """The weights after this many steps."""
        return self.path / f"weights-step-{step}.safetensors"

    def kept_steps(self) -> tuple[int, ...]:
        """After how many steps weights were kept, ascending."""
        try:
            names = [file.name for file in self.path.iterdir()]
        except OSError:
            return ()
        return tuple(sorted(int(match[1]) for name in names if (match := _STEP.fullmatch(name))))
