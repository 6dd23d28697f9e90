"""Sentences that are fit to be shown, whatever the names in them."""

import ast
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

import cnnstudio
from cnnstudio import errors
from cnnstudio.errors import (
    LONGEST_LINE,
    LONGEST_NAME,
    ConfigError,
    PictureError,
    StudioError,
    UnknownNameError,
    printable,
    readable,
)
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.training.config import TrainConfig

ALL = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]


@pytest.mark.parametrize("error", [StudioError, PictureError, ConfigError])
def test_characters_that_cannot_be_shown_are_spelt(error: type[StudioError]) -> None:
    name = b"caf\xe9\x1b[2J.png".decode("utf-8", "surrogateescape")
    said = str(error(f"{name} is damaged."))
    assert said == r"caf\udce9\x1b[2J.png is damaged."
    said.encode("utf-8")


def test_what_can_be_shown_stays() -> None:
    text = "Größe 1\u202f000 × 2\u00a0px 数字 🖉\u200d, two\nlines."
    assert str(StudioError(text)) == text


def test_an_endless_name_is_cut_in_the_middle() -> None:
    name = f"/home/me/{'x' * 5_000}/digit.png"
    said = str(StudioError(f"{name} could not be read: it is {name}. Check it."))
    first, second = (word for word in said.split() if "xxx" in word)
    assert len(first) <= LONGEST_NAME
    assert first.startswith("/home/me/xxx")
    assert first.endswith("xxx/digit.png")
    assert second.endswith("xxx/digit.png.")
    assert said.endswith(" Check it.")
    assert "xxx...xxx" in first


@pytest.mark.parametrize(
    "name", ["a b " * 1_250, "\x1b" * 5_000, "d\xe9j\xe0 vu/" * 600, "\ud800 " * 2_500, "數 " * 2_500]
)
def test_a_name_of_many_words_is_cut_too(name: str) -> None:
    said = str(StudioError(f"The file {name} could not be read. Check it, or choose another one."))
    assert len(said) <= LONGEST_LINE
    assert said.startswith("The file ")
    assert said.endswith("could not be read. Check it, or choose another one.")


def test_what_is_of_a_readable_length_stays() -> None:
    path = "/tmp/" + "d" * (LONGEST_NAME - 5)
    lines = "\n".join(f"{path} line {number}" for number in range(20))
    assert str(StudioError(lines)) == lines
    assert readable("x" * LONGEST_NAME) == "x" * LONGEST_NAME


def test_a_text_for_a_sentence_is_short_and_on_one_line() -> None:
    assert printable("conv2d") == "conv2d"
    assert printable("a\nb\x00\udcff") == r"a\nb\x00\udcff"
    assert printable("x" * 1000, 20) == "x" * 17 + "..."
    assert printable(ValueError("why")) == "why"


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_error_is_a_studio_error_and_shows_its_sentence(kind: type[StudioError]) -> None:
    error = kind("The disk is full. Free some space.")
    assert isinstance(error, StudioError)
    assert str(error) == "The disk is full. Free some space."


def test_a_configuration_error_names_the_setting() -> None:
    error = ConfigError("Choose 1 or more.", setting="epochs")
    assert error.setting == "epochs"
    assert str(error) == "Choose 1 or more."
    assert ConfigError("Choose another name.").setting == ""


def test_an_unknown_name_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match="no network"):
        raise UnknownNameError("There is no network called x.", setting="network")


def test_the_cause_is_kept_for_the_details() -> None:
    def read() -> None:
        try:
            raise PermissionError("denied")
        except PermissionError as cause:
            raise errors.StorageError("The file could not be read.") from cause

    with pytest.raises(StudioError) as raised:
        read()
    assert isinstance(raised.value.__cause__, PermissionError)


def test_errors_cross_to_another_process() -> None:
    error = pickle.loads(pickle.dumps(errors.DatasetError("The file is damaged.")))
    assert type(error) is errors.DatasetError
    assert str(error) == "The file is damaged."


def test_what_somebody_wrote_stands_in_no_sentence_at_its_full_length() -> None:
    """A value's ``repr`` is as long as whoever wrote the file liked: in a sentence it goes through ``quoted``."""
    at_length = []
    for file in sorted(Path(cnnstudio.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and node.exc is not None:
                told = ast.unparse(node.exc)
                whole = [
                    part
                    for part in ast.walk(node.exc)
                    if isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
                ]
                if whole and not told.startswith(("ValueError", "TypeError", "AttributeError", "RuntimeError")):
                    at_length.append(f"{file.name}:{node.lineno}: {told}")
    assert at_length == []


@pytest.mark.parametrize(
    "refuse",
    [
        lambda long: TrainConfig(device=long).check_values(),
        lambda long: PythonNetwork(Path("/x.py"), long, "0" * 64),
        lambda long: TrainConfig(dataset=long).check(),
        lambda long: CatalogueNetwork("convnet", ((long, object()),)),
    ],
)
def test_an_endless_value_gives_a_short_sentence(refuse: Callable[[str], object]) -> None:
    with pytest.raises(StudioError) as caught:
        refuse("[" * 5_000)
    assert len(str(caught.value)) < 500
