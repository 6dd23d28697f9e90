"""The good starting points, by name. Torch-free."""

import difflib
from dataclasses import fields
from typing import Any

from cnnstudio import prose
from cnnstudio.errors import UnknownNameError
from cnnstudio.messages import Message, listed
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef
from cnnstudio.training.config import Optimizer, TrainConfig
from cnnstudio.translations import ENGLISH

ADAM_RATE = 0.001
"""What Adam usually learns with: Kingma and Ba, "Adam: a method for stochastic optimization" (2015), section 2."""

CUSTOM = "custom"
"""What a run is called whose settings are no recipe's any more."""

# What does not belong to a recipe: what is trained, where and how it is computed, and what is measured on the way.
_FREE = frozenset(
    (
        *("network", "dataset", "recipe", "device", "seed", "evaluate_train", "evaluate_test", "log_every"),
        *("deterministic", "gradient_parts"),
    )
)
# Beyond so many times the usual rate hardly any network learns.
_FAR_TOO_LARGE = 10

RECIPES: dict[str, TrainConfig] = {
    # The tutorial's own settings, to the letter.
    "tutorial": TrainConfig(recipe="tutorial", initialisation="gaussian-0.01", gradient_parts=2),
    # 99 % on the test set in the fewest seconds: one pass of one cycle on a network that is quick to compute. Chosen on
    # the last 10,000 training pictures: minibatches of 128 reach 98.94 % there, those of 256 reach 98.73 %.
    "fast": TrainConfig(
        recipe="fast",
        network=CatalogueNetwork("compact"),
        epochs=1,
        batch_size=128,
        learning_rate=0.15,
        momentum=0.9,
        nesterov=True,
        weight_decay=5e-4,
        schedule="one-cycle",
        warmup=0.2,
        evaluate_train=False,
        evaluate_test="epoch",
        deterministic=False,
        gradient_parts=2,
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
        gradient_parts=2,
    ),
}


def title(name: str, code: str = ENGLISH) -> str:
    """What a recipe is called in a language.

    Raises:
        StorageError: if the program's installation lacks its texts.
    """
    return _text(name, "title", code)


def note(name: str, code: str = ENGLISH) -> str:
    """What a recipe is for.

    Raises:
        StorageError: as ``title``.
    """
    return _text(name, "note", code)


def _text(name: str, what: str, code: str) -> str:
    text = prose.entry("recipes", name, code)[what]
    assert isinstance(text, str)
    return text


def recipe(name: str, **changes: Any) -> TrainConfig:
    """A recipe's configuration with ``changes`` applied.

    For another network or optimiser than the recipe's own the learning rate is the one that suits those, unless
    ``changes`` name one.

    Raises:
        UnknownNameError: if there is no such recipe.
        ConfigError: if a changed setting does not exist.
    """
    try:
        config = RECIPES[name]
    except KeyError:
        near = difflib.get_close_matches(name, RECIPES, n=1)
        hint = (
            Message("Did you mean {name}?", name=near[0])
            if near
            else Message("Choose one of {names}.", names=listed(RECIPES))
        )
        raise UnknownNameError(
            "There is no recipe called {name}. {hint}", name=name, hint=hint, setting="recipe"
        ) from None
    changed = config.changed(**changes)
    if "learning_rate" in changes:
        return changed
    return changed.changed(learning_rate=usual_rate(changed))


def usual_rate(config: TrainConfig) -> float:
    """The learning rate that suits a configuration's recipe, network, optimiser and momentum."""
    own = RECIPES.get(config.recipe, RECIPES["tutorial"])
    is_sgd = config.optimizer == "sgd"
    if (own.optimizer == "sgd") == is_sgd:
        rate = own.learning_rate
    else:
        rate = RECIPES["tutorial"].learning_rate if is_sgd else ADAM_RATE
    most = _most_sgd_rate(config.network) if is_sgd else None
    if most is None:
        return rate
    # With momentum m a gradient that lasts counts 1 / (1 - m) times. Rounded, so that a field shows it as it is.
    return min(rate, float(f"{most * (1 - min(max(config.momentum, 0.0), 0.999)):.3g}"))


def changed(
    config: TrainConfig, *, network: NetworkRef | None = None, optimizer: Optimizer | None = None
) -> TrainConfig:
    """Another network or optimiser; a learning rate that was the usual one becomes what is usual then."""
    after = config.changed(network=network or config.network, optimizer=optimizer or config.optimizer)
    if config.learning_rate != usual_rate(config):
        return after
    return after.changed(learning_rate=usual_rate(after))


def is_far_too_large(config: TrainConfig) -> bool:
    """Whether hardly any network learns with its learning rate."""
    return config.learning_rate > _FAR_TOO_LARGE * usual_rate(config)


def called(config: TrainConfig) -> str:
    """The name of its recipe, or ``custom`` where its settings are not the recipe's any more."""
    own = RECIPES.get(config.recipe)
    if own is None:
        return CUSTOM
    suited = own.changed(learning_rate=usual_rate(own.changed(network=config.network)))
    names = (field.name for field in fields(TrainConfig) if field.name not in _FREE)
    return CUSTOM if any(getattr(suited, name) != getattr(config, name) for name in names) else config.recipe


def _most_sgd_rate(network: NetworkRef) -> float | None:
    if not isinstance(network, CatalogueNetwork):
        return None
    return next((spec.most_sgd_rate for spec in catalogue.specs() if spec.name == network.name), None)
