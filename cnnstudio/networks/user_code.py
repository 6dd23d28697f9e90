"""The user's own network: a Python file and the name of a class in it.

Building it runs the file. ``class_names`` only reads it; ``build`` refuses unless the caller says that the user
agreed, and ``load`` runs the bytes that ``consent`` keeps.
"""

import copy
import hashlib
import importlib.util
import inspect
import math
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from cnnstudio import compute
from cnnstudio.errors import ConfigError, NetworkInputError
from cnnstudio.messages import Message, all_of, amount, listed
from cnnstudio.networks import consent, source
from cnnstudio.networks.building import to_meta, to_zeros, without_memory
from cnnstudio.networks.consent import ConsentError
from cnnstudio.networks.draws import OwnDraws
from cnnstudio.sizes import size

_MODULE_NAME = "cnnstudio_user_network"
# One file at a time: ``sys.path`` and ``sys.modules`` are the whole process's. Whoever takes it has torch's random
# stream already, so that two threads never wait for one another.
_running = threading.RLock()
_modules: dict[tuple[Path, str], Any] = {}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a class did with an input when it was tried without weights.

    Attributes:
        output: the shape that it gave; None if it gave no tensor, or was only built.
        learns: it has weights to learn.
        bytes: of its parameters and buffers.
    """

    output: tuple[int, ...] | None
    learns: bool
    bytes: int


@dataclass(frozen=True, slots=True)
class UserClass:
    """A network class of a file that was run with the user's consent."""

    path: Path
    found: Any  # a class, a network that stands built in the file, or a function that builds one
    arguments: Mapping[str, Any] = field(default_factory=dict)  # for its constructor

    def build(self, classes: int | None = None) -> nn.Module:
        """A new network; ``classes`` goes to the constructor as ``num_classes`` where it takes that.

        Raises:
            ConfigError: if the class raises or needs more arguments.
        """
        given = dict(self.arguments)
        if classes is not None and "num_classes" not in given and _takes(self.found, "num_classes"):
            given["num_classes"] = classes
        return _instantiate(self.found, self.path, given)

    def usual_input(self) -> tuple[int, int, int]:
        """(C, H, W) that the network seems to be made for: of the usual sizes the first that it can take.

        A digit before a photograph, with as many channels as its first convolution takes, or with as many numbers as
        its first linear layer; where it can take none of them, the first of these.

        Raises:
            ConfigError: if it cannot be built.
        """
        blank = self.blank()
        usual = _usual_inputs(blank.module)
        for shape in usual:
            try:
                blank.run(shape, 1)
            except NetworkInputError:
                continue
            return shape
        return usual[0]

    def probe(self, input_shape: tuple[int, int, int] | None, classes: int | None, pictures: int) -> Trial:
        """Build it without weights and run it on a minibatch of this many pictures (C, H, W); None = only build it.

        Raises:
            ConfigError: if it cannot be built.
            NetworkInputError: if it cannot take such an input.
        """
        return self.blank(classes).trial(input_shape, pictures)

    def blank(self, classes: int | None = None) -> "Blank":
        """A new network without weights, to be tried; it can be run again and again.

        Raises:
            ConfigError: if it cannot be built.
        """
        with OwnDraws(0), without_memory():  # whatever it draws, a training meanwhile must not notice
            module = to_meta(self.build(classes)).eval()
        return Blank(module, _name(self.found), self.path)


@dataclass(frozen=True, slots=True, eq=False)
class Blank:
    """A network without weights: what it does with an input is found out by running it."""

    module: nn.Module
    name: str
    path: Path

    def trial(self, input_shape: tuple[int, int, int] | None, pictures: int) -> Trial:
        """What it does with a minibatch of this many pictures (C, H, W); None = nothing is run.

        Raises:
            NetworkInputError: if it cannot take such an input.
        """
        output = None if input_shape is None else self.run(input_shape, pictures)
        parameters, buffers = list(self.module.parameters()), list(self.module.buffers())
        learns = any(parameter.requires_grad for parameter in parameters)
        size = sum(tensor.numel() * tensor.element_size() for tensor in (*parameters, *buffers))
        return Trial(output, learns, size)

    def run(self, input_shape: tuple[int, int, int], pictures: int) -> tuple[int, ...] | None:
        """The shape of what it gives for a minibatch of this many pictures; None if that is no tensor.

        Raises:
            NetworkInputError: if it cannot take such an input.
        """
        with OwnDraws(0):
            output = self._output(to_meta(self.module), (pictures, *input_shape))
        return tuple(output.shape) if isinstance(output, Tensor) else None

    @torch.no_grad()
    def _output(self, module: nn.Module, shape: tuple[int, ...]) -> Any:
        running: list[tuple[str, nn.Module, Any]] = []  # the layers that were called and have not answered
        hooks = [
            hook
            for path, layer in module.named_modules()
            for hook in (
                layer.register_forward_pre_hook(
                    lambda layer, given, path=path: running.append((path, layer, given[0] if given else None))
                ),
                layer.register_forward_hook(lambda *_: running.pop() and None),
            )
        ]
        try:
            try:
                return module(torch.empty(shape, device="meta"))
            except (NotImplementedError, RuntimeError) as error:
                if "meta" not in str(error):
                    raise
            # What looks at numbers on its way is given zeros.
            running.clear()
            to_zeros(module)
            return module(torch.zeros(shape))
        except Exception as error:  # The user's code may raise anything.
            raise NetworkInputError(
                "{name} in {file} cannot take {size} pictures: {why}",
                name=self.name,
                file=self.path.name,
                size=size(shape[1:]),
                why=_placed(running, _sentence_of(error)),
            ) from error
        finally:
            for hook in hooks:
                hook.remove()


_SIDES = (224, 32, 64, 28, 96, 128, 256, 299)  # of what is no digit, the most usual first


def _usual_inputs(module: nn.Module) -> list[tuple[int, int, int]]:
    """(C, H, W) that a network may be made for, by the first layer that says how many channels or numbers it takes."""
    for layer in module.modules():
        channels, features = getattr(layer, "in_channels", None), getattr(layer, "in_features", None)
        if isinstance(channels, int) and channels > 0:
            digits = [(1, 28, 28)] if channels == 1 else []
            return digits + [(channels, side, side) for side in _SIDES]
        if isinstance(features, int) and features > 0:
            squares = [(number, math.isqrt(features // number)) for number in (1, 3) if features % number == 0]
            fitting = [(c, side, side) for c, side in squares if side > 0 and c * side * side == features]
            return [*fitting, (1, 1, features)]
    return [(1, 28, 28), *((3, side, side) for side in _SIDES)]


def _placed(running: list[tuple[str, nn.Module, Any]], what: str) -> str:
    """What went wrong, with the layer where it did."""
    if not running or not running[-1][0]:
        return what
    path, layer, given = running[-1]
    described = layer.extra_repr().splitlines()
    called = f"{type(layer).__name__}({described[0] if len(described) == 1 else ''})"
    if isinstance(given, Tensor):
        gets = size(given.shape[1:])
        return Message("layer {path}, {called}, gets {gets}: {what}", path=path, called=called, gets=gets, what=what)
    return Message("layer {path}, {called}: {what}", path=path, called=called, what=what)


def load(file: Path, class_name: str, sha256: str, arguments: Mapping[str, Any] | None = None) -> UserClass:
    """The class and its constructor's arguments, after running the bytes that the user agreed to.

    They run once a process, like any import.

    Raises:
        ConsentError: if nobody agreed to them.
        ConfigError: if the file raises, or there is no such class in it.
    """
    text = consent.source(file, sha256)
    with compute.random_stream(), _running:
        module = _modules.get((file, sha256))
        if module is None:
            place = hashlib.sha256(str(file).encode(errors="surrogateescape")).hexdigest()
            module = _run(file, text, f"{_MODULE_NAME}_{place[:8]}_{sha256[:16]}")
            _modules[file, sha256] = module
    return UserClass(file, _network_class(module, file, class_name, text), dict(arguments or {}))


def class_names(file: Path) -> tuple[str, ...]:
    """Names of the classes that look like networks, found without running anything.

    A class counts if one of its bases is called ``Module`` or is such a class itself or ends in ``Net`` or
    ``Module``; ``build`` checks for good.

    Raises:
        StorageError: if the file cannot be read.
        ConfigError: if it is not Python, or too large.
    """
    return _class_names(file, source.read(file))


def network_names(file: Path) -> tuple[str, ...]:
    """Names of all that looks like networks, found without running anything: see ``source.networks``.

    Raises:
        StorageError: if the file cannot be read.
        ConfigError: if it is not Python, or too large.
    """
    return _names(file, source.read(file))


def _names(file: Path, text: bytes) -> tuple[str, ...]:
    return source.networks(source.parsed(file, text))


def _class_names(file: Path, text: bytes) -> tuple[str, ...]:
    return source.network_classes(source.parsed(file, text))


def build(
    file: Path, class_name: str, *, confirmed: bool = False, arguments: Mapping[str, Any] | None = None
) -> nn.Module:
    """Run the file and build the class.

    Args:
        file: a Python file.
        class_name: an ``nn.Module`` class in it.
        confirmed: the user has been told that the file's code runs on this computer, and agreed.
        arguments: keyword arguments for the class.

    Raises:
        ConsentError: if it is not confirmed.
        StorageError: if the file cannot be read.
        ConfigError: if the file or the class raises, or there is no such class; one clear sentence.
    """
    return construct(file, confirmed_source(file, confirmed=confirmed), class_name, arguments)


def construct(file: Path, text: bytes, class_name: str, arguments: Mapping[str, Any] | None = None) -> nn.Module:
    """Run a file's bytes, which the user agreed to run, and build the class.

    Raises:
        ConfigError: as ``build``.
    """
    source.parsed(file, text)
    return _instantiate(_network_class(_run(file, text), file, class_name, text), file, dict(arguments or {}))


def confirmed_source(file: Path, *, confirmed: bool) -> bytes:
    """The file's bytes, once it is confirmed that they may run; as ``build``."""
    if not confirmed:
        raise ConsentError(
            "Opening {file} runs its code on this computer. Agree to that first, and only if you trust it.",
            file=file.name,
        )
    return source.read(file)


def _network_class(module: Any, file: Path, class_name: str, text: bytes) -> Any:
    """What has this name: a class, a network that stands built in the file, or a function that builds one."""
    found = getattr(module, class_name, None)
    if isinstance(found, nn.Module) or inspect.isfunction(found):
        return found
    if not inspect.isclass(found):
        names = _names(file, text)
        hint = Message("It has {names}.", names=listed(names)) if names else Message("It has no network class.")
        raise ConfigError("{file} has no class called {name}. {hint}", file=file.name, name=class_name, hint=hint)
    if not issubclass(found, nn.Module):
        raise ConfigError(
            "{class_name} in {file} is no torch.nn.Module. Derive it from nn.Module.",
            class_name=class_name,
            file=file.name,
        )
    return found


def _instantiate(found: Any, file: Path, given: Mapping[str, Any]) -> nn.Module:
    if isinstance(found, nn.Module):
        # Each gets its own: what runs with one must not change another's.
        try:
            return copy.deepcopy(found)
        except Exception as error:  # See below.
            raise ConfigError(
                "The network in {file} cannot be copied: {sentence_of}", file=file.name, sentence_of=_sentence_of(error)
            ) from error
    if missing := _missing(found, given):
        raise ConfigError(
            amount(
                len(missing),
                "{name} needs {missing} to be built. Give it a default value in the file, or pass a value.",
                "{name} needs {missing} to be built. Give them a default value in the file, or pass a value.",
                name=found.__name__,
                missing=all_of(missing),
            )
        )
    try:
        with compute.random_stream():
            module = found(**given)
    except (Exception, SystemExit) as error:  # The user's code may raise anything.
        raise ConfigError(
            "{kind} in {file} cannot be built: {sentence_of}",
            kind=found.__name__,
            file=file.name,
            sentence_of=_sentence_of(error),
        ) from error
    if not isinstance(module, nn.Module):
        raise ConfigError(
            "{kind} in {file} gives no torch.nn.Module. Return the network from it.",
            kind=found.__name__,
            file=file.name,
        )
    if not hasattr(module, "_modules"):
        raise ConfigError("{kind} never calls super().__init__(). Call it first in __init__.", kind=found.__name__)
    return module


def _run(file: Path, text: bytes, name: str = _MODULE_NAME) -> Any:
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ConfigError("{file} is not a Python file. Its name has to end in .py.", file=file.name)
    module = importlib.util.module_from_spec(spec)
    if b"torchvision" in text:
        # Loaded here, it can be imported by the file also beside a CPU-only torch.
        with suppress(ImportError):
            compute.torchvision()
    # As for ``python file.py``: what stands beside the file can be imported, and dataclasses find their module.
    folder = str(file.resolve().parent)
    with compute.random_stream(), _running:
        sys.path.insert(0, folder)
        sys.modules[name] = module
        try:
            # Not ``spec.loader.exec_module``, which would read the file again, or bytes compiled before.
            exec(compile(text, str(file), "exec", dont_inherit=True), module.__dict__)
        except (Exception, SystemExit) as error:  # The user's code may raise anything.
            raise ConfigError(
                "{file} raises when it runs: {sentence_of}", file=file.name, sentence_of=_sentence_of(error)
            ) from error
        finally:
            with suppress(ValueError):
                sys.path.remove(folder)
    return module


def _name(found: Any) -> str:
    return str(getattr(found, "__name__", type(found).__name__))


def _takes(found: Any, name: str) -> bool:
    try:
        parameters = inspect.signature(found).parameters
    except (TypeError, ValueError):
        return False
    known = parameters.get(name)
    return known is not None and known.kind in (known.POSITIONAL_OR_KEYWORD, known.KEYWORD_ONLY)


def _missing(found: Any, given: Mapping[str, Any]) -> list[str]:
    try:
        parameters = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):
        return []
    return [
        parameter.name
        for parameter in parameters
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        and parameter.name not in given
    ]


def _sentence_of(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    text = f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
    return text if text.endswith((".", "!", "?")) else f"{text}."
