"""Which data sets there are: names, titles, classes, sizes. Torch-free, for lists in the window."""

import difflib
from dataclasses import dataclass

from cnnstudio import paths
from cnnstudio.datasets.folder import IdxFiles
from cnnstudio.datasets.folder import find as find_in
from cnnstudio.errors import UnknownNameError
from cnnstudio.messages import Message, any_of, in_turn, listed

_DIGITS = tuple("0123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetInfo:
    """One data set of the catalogue.

    Attributes:
        name: the name on the command line.
        title: the name as its authors write it; a message where there are words in it.
        class_names: one a label.
        train_size, test_size: pictures.
        download_bytes: what has to be downloaded once; 0 where nothing has.
        folder: torchvision's class and folder name below the data folder; empty for the built-in digits.
        source: authors and year.
    """

    name: str
    title: str
    class_names: tuple[str, ...]
    train_size: int
    test_size: int
    download_bytes: int
    folder: str
    source: str

    def find(self) -> IdxFiles | None:
        """The set's files in the program's data folder, or None."""
        if not self.folder:
            return None
        root = paths.data_dir()
        # The data folder itself is looked into for MNIST only: the family's files all have the same names.
        places = [root / self.folder / "raw", root / self.folder, root / self.name]
        if self.name == "mnist":
            places.append(root)
        return next((files for place in places if (files := find_in(place))), None)

    @property
    def ready(self) -> bool:
        """True if it can be used without a download."""
        return not self.download_bytes or self.find() is not None


_INFOS = {
    info.name: info
    for info in (
        DatasetInfo(
            name="mnist",
            title="MNIST",
            class_names=_DIGITS,
            train_size=60_000,
            test_size=10_000,
            download_bytes=11_594_722,
            folder="MNIST",
            source="Y. LeCun, C. Cortes, C. J. C. Burges, 1998",
        ),
        DatasetInfo(
            name="builtin",
            title=Message("Built-in digits"),
            class_names=_DIGITS,
            train_size=20_000,
            test_size=4_000,
            download_bytes=0,
            folder="",
            source="drawn by CNN Studio itself",
        ),
        DatasetInfo(
            name="fashion-mnist",
            title="Fashion-MNIST",
            class_names=(
                "T-shirt/top",
                "Trouser",
                "Pullover",
                "Dress",
                "Coat",
                "Sandal",
                "Shirt",
                "Sneaker",
                "Bag",
                "Ankle boot",
            ),
            train_size=60_000,
            test_size=10_000,
            download_bytes=30_878_645,
            folder="FashionMNIST",
            source="H. Xiao, K. Rasul, R. Vollgraf, 2017",
        ),
        DatasetInfo(
            name="kmnist",
            title="Kuzushiji-MNIST",
            class_names=("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
            train_size=60_000,
            test_size=10_000,
            download_bytes=21_240_888,
            folder="KMNIST",
            source="T. Clanuwat and others, 2018",
        ),
    )
}


def available() -> tuple[DatasetInfo, ...]:
    """Every data set with a name; ``ready`` tells which are here and ``download_bytes`` what the others cost."""
    return tuple(_INFOS.values())


def known(name: str) -> DatasetInfo | None:
    """The data set of this name; None for a folder, and for a name that there is none of."""
    return _INFOS.get(name)


def info(name: str) -> DatasetInfo:
    """The data set of this name.

    Raises:
        UnknownNameError: naming near matches.
    """
    try:
        return _INFOS[name]
    except KeyError:
        near = difflib.get_close_matches(name.lower(), ("auto", *_INFOS), n=2)
        hints = [Message("Did you mean {names}?", names=any_of(near))] if near else []
        use = Message("Use auto, {names} or a folder of idx files.", names=listed(_INFOS))
        raise UnknownNameError(
            "There is no data set called {name}. {hint}", name=name, hint=in_turn([*hints, use])
        ) from None
