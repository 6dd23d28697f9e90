"""The two good starting points. Torch-free."""

import difflib
from typing import Any

from cnnstudio.errors import UnknownNameError
from cnnstudio.training.config import TrainConfig

RECIPES: dict[str, TrainConfig] = {
    # The tutorial's own settings, to the letter.
    "tutorial": TrainConfig(recipe="tutorial", initialisation="gaussian-0.01"),
}


def recipe(name: str, **changes: Any) -> TrainConfig:
    """A recipe's configuration with ``changes`` applied.

    Raises:
        UnknownNameError: if there is no such recipe.
        ConfigError: if a changed field does not exist.
    """
    try:
        config = RECIPES[name]
    except KeyError:
        near = difflib.get_close_matches(name, RECIPES, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Choose one of {', '.join(RECIPES)}."
        raise UnknownNameError(f"There is no recipe called {name}. {hint}", field="recipe") from None
    return config.changed(**changes)
