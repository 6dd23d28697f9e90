import json

import pytest

from cnnstudio.networks import catalogue
from cnnstudio.networks.catalogue import NetworkSpec
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training import recipes
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.recipes import RECIPES, recipe
from tests.conftest import SHARED
from tests.errands import Errand


def test_tutorial_is_the_tutorials_own_setting() -> None:
    assert recipe("tutorial") == TrainConfig(
        network="convnet",
        seed=1,
        optimizer="sgd",
        learning_rate=0.05,
        momentum=0.0,
        weight_decay=0.0,
        batch_size=128,
        epochs=10,
        schedule="constant",
        initialisation="gaussian-0.01",
        evaluate_train=True,
        evaluate_test="end",
        deterministic=True,
        log_every=50,
        gradient_parts=2,
    )


def test_changes_are_applied() -> None:
    assert recipe("tutorial", epochs=3, seed=9) == TrainConfig(
        initialisation="gaussian-0.01", gradient_parts=2, epochs=3, seed=9
    )


FAST = Errand(
    *("-m", "cnnstudio", "train", "--recipe", "fast", "--device", "cpu", "--dataset", str(SHARED / "mnist"), "--json")
)


@pytest.mark.errand(FAST)
@pytest.mark.usefixtures("mnist_dir")
def test_fast_reaches_99_percent_of_the_real_test_set() -> None:
    done = FAST.done()
    assert done.status == 0, done.errors
    finished = json.loads(done.output.splitlines()[-1])
    assert finished["event"] == "finished"
    assert finished["test_accuracy"] >= 0.99


def test_the_rate_follows_the_optimiser_and_the_network_while_it_is_the_usual_one() -> None:
    tutorial = recipe("tutorial")
    adam = recipes.changed(tutorial, optimizer="adam")
    assert (adam.optimizer, adam.learning_rate) == ("adam", 0.001)
    assert recipes.changed(adam, optimizer="adamw").learning_rate == 0.001
    assert recipes.changed(adam, optimizer="sgd") == tutorial
    own = tutorial.changed(learning_rate=0.03)
    assert recipes.changed(own, optimizer="adam").learning_rate == 0.03, "what the user has set stays"
    fast = recipe("fast")
    old = recipes.changed(fast, network=CatalogueNetwork("lenet5-1998"))
    assert old.learning_rate < fast.learning_rate
    assert recipes.changed(old, network=fast.network) == fast
    assert recipe("fast", network="lenet5-1998").learning_rate == old.learning_rate, "the command line gets the same"
    assert recipe("fast", network="lenet5-1998", learning_rate=0.2).learning_rate == 0.2
    assert recipe("handwriting", optimizer="adam").learning_rate == recipe("handwriting").learning_rate
    assert recipe("handwriting", optimizer="sgd").learning_rate == 0.05


@pytest.mark.parametrize("name", sorted(RECIPES))
@pytest.mark.parametrize("spec", [spec for spec in catalogue.specs() if spec.trainable_on_digits], ids=lambda s: s.name)
def test_a_recipes_rate_suits_every_network(name: str, spec: NetworkSpec) -> None:
    config = recipe(name, network=CatalogueNetwork(spec.name))
    assert not recipes.is_far_too_large(config)
    assert recipes.called(config) == name
    assert 0 < config.learning_rate <= RECIPES[name].learning_rate
    if spec.most_sgd_rate is not None and config.optimizer == "sgd":
        assert config.learning_rate / (1 - config.momentum) <= spec.most_sgd_rate * (1 + 1e-9)


def test_a_recipe_keeps_its_name_only_while_its_settings_are_its_own() -> None:
    tutorial = recipe("tutorial")
    assert recipes.called(tutorial) == "tutorial"
    free = tutorial.changed(network="mlp", dataset="builtin", seed=7, device="cpu", log_every=3, evaluate_test="epoch")
    assert recipes.called(free) == "tutorial"
    assert recipes.called(tutorial.changed(gradient_parts=1)) == "tutorial", "as in the runs from before"
    for change in ({"epochs": 3}, {"learning_rate": 0.1}, {"optimizer": "adam"}, {"momentum": 0.5}, {"rotation": 3.0}):
        assert recipes.called(tutorial.changed(**change)) == "custom", change
    assert recipes.called(tutorial.changed(recipe="of another version")) == "custom"


def test_a_rate_that_hardly_any_network_learns_with_is_known() -> None:
    assert recipes.is_far_too_large(recipe("tutorial", learning_rate=1e9))
    assert recipes.is_far_too_large(recipe("tutorial", optimizer="adam", learning_rate=0.05))
    assert not recipes.is_far_too_large(recipe("tutorial", learning_rate=0.5))
    assert not recipes.is_far_too_large(recipe("tutorial", optimizer="adam", learning_rate=0.003))
