"""Train on from weights, on more pictures: ``python -m cnnstudio.prediction.training_sets.continued WEIGHTS``.

With ``ship --mean-with WEIGHTS`` the mean of before and after is shipped: both lie in one valley of the loss, and
halfway between them is better than either where pictures differ from those that were learnt (M. Wortsman and others,
"Robust fine-tuning of zero-shot models", CVPR 2022).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from torch import Tensor

from cnnstudio.datasets import DigitData
from cnnstudio.errors import StudioError
from cnnstudio.training.checkpoint import State
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import EpochEvaluated
from cnnstudio.training.recipes import recipe
from cnnstudio.weights import WeightsFile
from cnnstudio.weights.loading import load_alone

EPOCHS, LEARNING_RATE = 3, 0.001


class Continued(Engine):
    """A run that begins with given weights instead of drawn ones."""

    def __init__(self, weights: dict[str, Tensor], config: TrainConfig, *, run_dir: Path | None = None) -> None:
        super().__init__(config, run_dir=run_dir)
        self._weights = weights

    def _build(self, data: DigitData) -> State:
        state = super()._build(data)
        state.model.load_state_dict(self._weights)
        return state


def main(arguments: Sequence[str] | None = None) -> int:
    """Train; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m cnnstudio.prediction.training_sets.continued", description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--dataset", default="digits", help="folder that training_sets wrote")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    try:
        before = load_alone(WeightsFile(options.weights.absolute()))
        config = recipe(
            "handwriting",
            network=before.network,
            dataset=options.dataset,
            epochs=options.epochs,
            learning_rate=LEARNING_RATE,
            gradient_parts=1,
            device="cpu",
            seed=options.seed,
        )
        run = Continued(before.module.state_dict(), config)
        for event in run.run():
            if isinstance(event, EpochEvaluated):
                print(f"epoch {event.epoch + 1}", flush=True)
        print(run.folder.path)
    except StudioError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
