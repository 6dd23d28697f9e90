"""The good starting points, by name. Torch-free."""

import difflib
from typing import Any

from cnnstudio.errors import UnknownNameError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training.config import TrainConfig

RECIPES: dict[str, TrainConfig] = {
    # The tutorial's own settings, to the letter.
    "tutorial": TrainConfig(recipe="tutorial", initialisation="gaussian-0.01"),
    # 99 % on the test set in the fewest seconds: two passes of one cycle on a network that is quick to compute.
    "fast": TrainConfig(
        recipe="fast",
        network=CatalogueNetwork("compact"),
        epochs=2,
        batch_size=256,
        learning_rate=0.2,
        momentum=0.9,
        nesterov=True,
        weight_decay=5e-4,
        schedule="one-cycle",
        warmup=0.2,
        evaluate_train=False,
        evaluate_test="epoch",
        deterministic=False,
    ),
    # How the weights that ship with the program were trained: for hands and pens of all kinds.
    "handwriting": TrainConfig(
        recipe="handwriting",
        epochs=8,
        optimizer="adamw",
        learning_rate=0.003,
        weight_decay=0.02,
        schedule="one-cycle",
        warmup=0.15,
        label_smoothing=0.05,
        rotation=12.0,
        translation=1.5,
        scaling=0.12,
        evaluate_train=False,
    ),
}


def recipe(name: str, **changes: Any) -> TrainConfig:
    """A recipe's configuration with ``changes`` applied.

    Raises:
        UnknownNameError: if there is no such recipe.
        ConfigError: if a changed setting does not exist.
    """
    try:
        config = RECIPES[name]
    except KeyError:
        near = difflib.get_close_matches(name, RECIPES, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Choose one of {', '.join(RECIPES)}."
        raise UnknownNameError(f"There is no recipe called {name}. {hint}", setting="recipe") from None
    return config.changed(**changes)
