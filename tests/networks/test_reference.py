import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.errors import ConfigError, StorageError, UnknownNameError
from cnnstudio.networks import catalogue, consent, reference
from cnnstudio.networks.consent import ConsentError
from cnnstudio.networks.reference import (
    NUMBERS,
    READS_DIGITS,
    STRUCTURE,
    CatalogueNetwork,
    ExportedNetwork,
    Need,
    NetworkRef,
    PythonNetwork,
    build,
    fits,
    from_json,
    to_json,
    trains_on,
)

OWN = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.out = nn.Linear(4, num_classes)
    def forward(self, x):
        return self.out(self.norm(self.conv(x)).mean((2, 3)))

class Five(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(784, 5)
    def forward(self, x):
        return self.out(x.flatten(1))

class Colour(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
    def forward(self, x):
        return self.conv(x).mean((2, 3))

class Maps(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 10, 3)
    def forward(self, x):
        return self.conv(x)

class Pair(Five):
    def forward(self, x):
        return super().forward(x), x

class Looks(Five):
    def forward(self, x):
        return super().forward(x if x.sum() > 0 else x + 1)

class Nothing(nn.Module):
    def forward(self, x):
        return x.flatten(1)[:, :10]

class Raises(nn.Module):
    def forward(self, x):
        raise KeyError("oops")

class Needs(nn.Module):
    def __init__(self, width):
        super().__init__()
"""

SHA = "0123456789abcdef" * 4
options = st.dictionaries(
    st.text(min_size=1, max_size=8),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3).map(tuple),
        max_leaves=4,
    ),
    max_size=3,
)
references = (
    st.builds(lambda name, chosen: CatalogueNetwork(name, tuple(chosen.items())), st.text(max_size=9), options)
    | st.builds(PythonNetwork, st.just(Path("/a/mine.py")), st.sampled_from(["Net", "Große"]), st.just(SHA))
    | st.builds(ExportedNetwork, st.just(Path("/a/net.pt2")), st.just(SHA))
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(OWN)
    return path


def agreed(file: Path, class_name: str) -> PythonNetwork:
    network = PythonNetwork.of(file, class_name)
    consent.give(network.path, network.sha256)
    return network


@given(references)
def test_a_reference_comes_back_through_json_text(network: NetworkRef) -> None:
    again = from_json(json.loads(json.dumps(to_json(network))))
    assert again == network
    assert type(again) is type(network)
    assert hash(again) == hash(network)
    assert repr(again) == repr(network), "True is not 1"


def test_a_catalogue_entry_is_its_name() -> None:
    assert to_json(CatalogueNetwork("convnet")) == "convnet"
    assert from_json("convnet") == CatalogueNetwork("convnet")
    assert to_json(CatalogueNetwork.of("resnet18", num_classes=5)) == {
        "kind": "catalogue",
        "name": "resnet18",
        "options": {"num_classes": 5},
    }
    assert CatalogueNetwork.of("x", b=1, a=[1, 2]) == CatalogueNetwork("x", (("a", (1, 2)), ("b", 1)))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"kind": "blueprint"}, "blueprint"),
        ({"kind": "catalogue", "name": "convnet", "options": {}, "weights": 1}, "weights"),
        ({"kind": "catalogue", "name": "convnet"}, "options"),
        ({"kind": "catalogue", "name": 3, "options": {}}, "name"),
        ({"kind": "catalogue", "name": "x", "options": {"a": {"b": 1}}}, "option"),
        ({"kind": "python", "path": "/a.py", "class_name": "Net"}, "sha256"),
        ({"kind": "python", "path": "a.py", "class_name": "Net", "sha256": SHA}, "absolute"),
        ({"kind": "python", "path": "/a.py", "class_name": "os.system('x')", "sha256": SHA}, "name of a class"),
        ({"kind": "python", "path": "/a.py", "class_name": "Net", "sha256": "short"}, "SHA-256"),
        ({"kind": "exported", "path": 1, "sha256": SHA}, "path"),
        ({"name": "convnet"}, "kind"),
        (None, "None"),
        (["convnet"], "convnet"),
        (7, "7"),
    ],
)
def test_what_is_not_known_is_refused(data: object, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_json(data)
    assert told in str(caught.value)


def test_importing_it_costs_no_torch() -> None:
    code = "import cnnstudio.networks.reference as r, sys; r.fits(r.from_json('googlenet'), r.READS_DIGITS);"
    subprocess.run([sys.executable, "-c", f"{code} assert 'torch' not in sys.modules"], check=True)


@pytest.mark.parametrize("spec", list(catalogue.specs()), ids=lambda spec: spec.name)
def test_every_entry_says_whether_it_reads_digits_and_is_right(spec: catalogue.NetworkSpec) -> None:
    network = CatalogueNetwork(spec.name)
    error = fits(network, READS_DIGITS)
    assert fits(network, STRUCTURE) is None
    assert fits(network, NUMBERS) is None
    assert (error is None) is spec.trainable_on_digits
    if error is None:
        shape = build(network).eval()(torch.zeros(2, 1, 28, 28)).shape
        assert shape == (2, reference.outputs(network))
    else:
        sizes = " × ".join(map(str, spec.input_shape))
        assert str(error) == f"{spec.title} takes {sizes} pictures, not 1 × 28 × 28."


@pytest.mark.parametrize("spec", [s for s in catalogue.specs() if s.trainable_on_digits], ids=lambda spec: spec.name)
@pytest.mark.parametrize("classes", [10, 26])
def test_what_is_said_to_train_on_so_many_classes_does(spec: catalogue.NetworkSpec, classes: int) -> None:
    network = CatalogueNetwork(spec.name)
    error = fits(network, trains_on(classes))
    if error is None:
        assert build(network, classes=classes).eval()(torch.zeros(3, 1, 28, 28)).shape == (3, classes)
    else:
        assert spec.name == "lenet5-1998"
        assert str(error) == "LeNet-5 (1998) tells 10 classes apart and cannot be made for 26."
        with pytest.raises(ConfigError, match="cannot be made for 26"):
            build(network, classes=classes)


def test_options_count() -> None:
    colour = CatalogueNetwork.of("mini-vgg", in_channels=3, num_classes=4)
    assert reference.input_shape(colour) == (3, 28, 28)
    assert reference.outputs(colour) == 4
    assert "takes 3 × 28 × 28" in str(fits(colour, READS_DIGITS))
    assert fits(colour, Need(input_shape=(3, 28, 28), classes=4)) is None
    assert "tells 4 classes apart" in str(fits(colour, Need(classes=10)))
    assert build(colour).eval()(torch.zeros(1, 3, 28, 28)).shape == (1, 4)
    assert reference.input_shape(CatalogueNetwork.of("vit_b_16", image_size=64)) == (3, 64, 64)
    with pytest.raises(ConfigError, match="cannot be built with these options"):
        build(CatalogueNetwork.of("convnet", depth=3))


def test_a_name_that_there_is_not() -> None:
    gone = CatalogueNetwork("convnett")
    assert gone.title == "convnett"
    for need in (STRUCTURE, NUMBERS, READS_DIGITS, trains_on(10)):
        error = fits(gone, need)
        assert isinstance(error, UnknownNameError)
        assert "Did you mean convnet" in str(error)
    with pytest.raises(UnknownNameError):
        build(gone)


def test_large_networks_do_not_train_here() -> None:
    assert "takes 3 × 224 × 224" in str(fits(CatalogueNetwork("resnet18"), trains_on(10)))
    assert "too large to be trained" in str(fits(CatalogueNetwork("resnet18"), Need(trains=True)))


def test_a_class_in_a_file_is_not_run_before_consent(file: Path) -> None:
    file.write_text(OWN + "\nfrom pathlib import Path\nPath(__file__).with_suffix('.ran').touch()\n")
    network = PythonNetwork.of(file, "Net")
    assert isinstance(fits(network, READS_DIGITS), ConsentError)
    assert reference.is_known(network, READS_DIGITS)
    assert fits(network, STRUCTURE) is None, "it may be named"
    with pytest.raises(ConsentError):
        build(network)
    assert not file.with_suffix(".ran").exists()
    assert fits(agreed(file, "Net"), READS_DIGITS) is None
    assert file.with_suffix(".ran").exists()


def test_a_class_that_takes_digits_fits_and_gives_what_was_said(file: Path) -> None:
    network = agreed(file, "Net")
    assert network.title == "Net (mine.py)"
    assert not reference.is_known(network, trains_on(26))
    assert fits(network, trains_on(26)) is None
    assert reference.is_known(network, trains_on(26))
    assert build(network, classes=26).eval()(torch.zeros(2, 1, 28, 28)).shape == (2, 26)
    assert build(network)(torch.zeros(2, 1, 28, 28)).shape == (2, 10)


@pytest.mark.parametrize(
    ("class_name", "need", "told"),
    [
        ("Five", trains_on(10), ["(2, 5)", "(2, 1, 28, 28)", "(2, 10) is needed", "10 classes"]),
        (
            "Colour",
            READS_DIGITS,
            ["Colour in mine.py cannot take 1 × 28 × 28 pictures: layer conv, Conv2d(3, 4", "gets 1 × 28 × 28"],
        ),
        ("Maps", READS_DIGITS, ["(2, 10, 26, 26)", "(2, classes) is needed"]),
        ("Pair", READS_DIGITS, ["no tensor"]),
        ("Nothing", trains_on(10), ["no weights that could learn"]),
        ("Raises", READS_DIGITS, ["Raises in mine.py cannot take 1 × 28 × 28 pictures", "oops"]),
        ("Needs", NUMBERS, ["Needs needs width"]),
        ("Absent", READS_DIGITS, ["no class called Absent"]),
    ],
)
def test_a_class_that_does_not_fit_is_told_with_its_shapes(
    file: Path, class_name: str, need: Need, told: list[str]
) -> None:
    for _ in range(2):  # found out, and remembered
        error = fits(agreed(file, class_name), need)
        assert error is not None
        assert all(words in str(error) for words in told), str(error)
        assert "\n" not in str(error)


def test_a_class_that_looks_at_numbers_is_tried_on_zeros(file: Path) -> None:
    assert fits(agreed(file, "Looks"), Need(input_shape=reference.DIGITS, classes=5)) is None
    assert fits(agreed(file, "Five"), NUMBERS) is None
    assert fits(agreed(file, "Colour"), Need(input_shape=(3, 32, 32))) is None


def test_what_runs_is_what_was_agreed_to(file: Path) -> None:
    network = agreed(file, "Five")
    assert not network.changed
    file.write_text(OWN.replace("784, 5", "784, 7"))
    assert network.changed
    assert build(network).get_submodule("out").out_features == 5
    newer = PythonNetwork.of(file, "Five")
    assert newer != network
    assert isinstance(fits(newer, NUMBERS), ConsentError), "a changed file asks again"
    consent.give(newer.path, newer.sha256)
    assert build(newer).get_submodule("out").out_features == 7
    assert build(network).get_submodule("out").out_features == 5
    file.unlink()
    assert network.changed
    assert build(newer).get_submodule("out").out_features == 7


def test_the_bytes_that_run_are_not_read_again(file: Path) -> None:
    """Between consent and the first run the file is replaced; a compiled file beside it counts for nothing either."""
    import py_compile

    network = agreed(file, "Five")
    before = file.stat()
    file.write_text(OWN.replace("784, 5", "784, 6"))
    py_compile.compile(str(file))
    import os

    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert build(network).get_submodule("out").out_features == 5


def test_the_file_runs_once_and_its_class_stays_the_same(file: Path) -> None:
    network = agreed(file, "Net")
    assert type(build(network)) is type(build(network))
    assert sys.path.count(str(file.parent)) == 0


def test_two_files_with_the_same_bytes_are_two_modules(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "twin.py"
    other.write_text(OWN)
    one, two = agreed(file, "Net"), agreed(other, "Net")
    assert type(build(one)) is not type(build(two))


def test_trying_a_class_leaves_no_weights_and_no_mode_behind(file: Path) -> None:
    fits(agreed(file, "Net"), READS_DIGITS)
    assert not torch.empty(2).is_meta
    assert all(not parameter.is_meta for parameter in build(agreed(file, "Net")).parameters())


def test_an_exported_file_is_looked_at_only(tmp_path: Path) -> None:
    file = tmp_path / "net.pt2"
    file.write_bytes(b"PK")
    network = ExportedNetwork.of(file)
    assert fits(network, STRUCTURE) is None
    assert "structure alone" in str(fits(network, NUMBERS))
    with pytest.raises(ConfigError, match="never run"):
        build(network)
    with pytest.raises(StorageError):
        ExportedNetwork.of(tmp_path / "gone.pt2")


def test_what_is_typed_on_the_command_line(file: Path) -> None:
    assert reference.parse("convnet") == CatalogueNetwork("convnet")
    assert reference.parse(f"{file}:Five") == PythonNetwork.of(file, "Five")
    assert reference.parse(reference.typed(PythonNetwork.of(file, "Five"))) == PythonNetwork.of(file, "Five")
    assert reference.typed(CatalogueNetwork("convnet")) == "convnet"
    with pytest.raises(ConfigError, match="which class of"):
        reference.parse(str(file))
    with pytest.raises(UnknownNameError, match="Did you mean"):
        reference.parse("convnett")
    with pytest.raises(StorageError):
        reference.parse("/nowhere/mine.py:Net")
    with pytest.raises(ConfigError, match="name of a class"):
        reference.parse(f"{file}:")


def test_classes_that_were_agreed_to_are_known_the_last_first_and_as_their_file_is_now(tmp_path: Path) -> None:
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    for file in (one, other):
        file.write_text("x = 1\n")
    first, second = PythonNetwork.of(one, "A"), PythonNetwork.of(other, "A")
    third = first.with_arguments(width=3)
    for network in (first, second, third):
        reference.agree(network)
    assert reference.agreed_classes() == (third, second, first)
    one.write_text("x = 2\n")
    with pytest.raises(consent.ConsentError, match="has changed"):
        reference.agree(first)
    newer = PythonNetwork.of(one, "A")
    reference.agree(newer)
    assert reference.agreed_classes() == (newer, third, second)
    consent.forget()
    assert reference.agreed_classes() == ()
