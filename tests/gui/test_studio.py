from pathlib import Path

from cnnstudio.gui.studio import Progress, Studio, TrainedWeights


def listen(studio: Studio) -> list[tuple[str, object]]:
    heard: list[tuple[str, object]] = []
    studio.networkChanged.connect(lambda name: heard.append(("network", name)))
    studio.weightsChanged.connect(lambda weights: heard.append(("weights", weights)))
    studio.progressChanged.connect(lambda progress: heard.append(("progress", progress)))
    return heard


def weights_of(network: str) -> TrainedWeights:
    return TrainedWeights(network=network, path=Path("weights.safetensors"), label="run 1", test_accuracy=0.98)


def test_another_network_lets_the_weights_go(studio: Studio) -> None:
    studio.set_weights(weights_of("convnet"))
    heard = listen(studio)
    studio.set_network("lenet5")
    studio.set_network("lenet5")
    assert studio.weights is None
    assert heard == [("network", "lenet5"), ("weights", None)]


def test_weights_bring_their_network(studio: Studio) -> None:
    heard = listen(studio)
    weights = weights_of("lenet5")
    studio.set_weights(weights)
    studio.set_weights(weights)
    assert studio.network == "lenet5"
    assert heard == [("network", "lenet5"), ("weights", weights)]


def test_a_listener_to_the_network_already_sees_the_right_weights(studio: Studio) -> None:
    seen: list[object] = []
    studio.networkChanged.connect(lambda _name: seen.append(studio.weights))
    weights = weights_of("lenet5")
    studio.set_weights(weights)
    studio.set_network("convnet")
    assert seen == [weights, None]


def test_progress_is_told_when_it_changes(studio: Studio) -> None:
    heard = listen(studio)
    studio.set_progress("Training", 0.5)
    studio.set_progress("Training", 0.5)
    studio.set_progress()
    assert heard == [("progress", Progress(text="Training", fraction=0.5)), ("progress", Progress())]
