"""The user's own network: a Python file and the name of a class in it.

Building it runs the file. ``class_names`` only reads it; ``build`` refuses unless the caller says that the user
agreed.
"""

import ast
import importlib.util
import inspect
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from torch import nn

from cnnstudio.errors import ConfigError
from cnnstudio.files import reading
from cnnstudio.networks import vision

_MODULE_NAME = "cnnstudio_user_network"


class ConsentError(ConfigError):
    """The file would run, and nobody has agreed to it."""


def class_names(file: Path) -> tuple[str, ...]:
    """Names of the classes that look like networks, found without running anything.

    A class counts if one of its bases is called ``Module`` or is such a class itself or ends in ``Net`` or
    ``Module``; ``build`` checks for good.

    Raises:
        StorageError: if the file cannot be read.
        ConfigError: if it is not Python.
    """
    try:
        with reading(file):
            tree = ast.parse(file.read_bytes(), file.name)
    except (SyntaxError, ValueError) as error:
        line = f" (line {error.lineno})" if isinstance(error, SyntaxError) and error.lineno else ""
        raise ConfigError(f"{file.name} is not valid Python{line}. Correct it or choose another file.") from error
    found: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
            if any(base in found or base.endswith(("Module", "Net", "Sequential")) for base in bases):
                found.append(node.name)
    return tuple(found)


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
    if not confirmed:
        raise ConsentError(
            f"Opening {file.name} runs its code on this computer. Agree to that first, and only if you trust it."
        )
    names = class_names(file)
    found = getattr(_run(file), class_name, None)
    if not inspect.isclass(found):
        hint = f" It has {', '.join(names)}." if names else " It has no network class."
        raise ConfigError(f"{file.name} has no class called {class_name}.{hint}")
    if not issubclass(found, nn.Module):
        raise ConfigError(f"{class_name} in {file.name} is no torch.nn.Module. Derive it from nn.Module.")
    given = dict(arguments or {})
    if missing := _missing(found, given):
        raise ConfigError(
            f"{class_name} needs {_listed(missing)} to be built. Give {'it' if len(missing) == 1 else 'them'} a "
            "default value in the file, or pass a value."
        )
    try:
        module = found(**given)
    except (Exception, SystemExit) as error:  # The user's code may raise anything.
        raise ConfigError(f"{class_name} in {file.name} cannot be built: {_told(error)}") from error
    if not hasattr(module, "_modules"):
        raise ConfigError(f"{class_name} never calls super().__init__(). Call it first in __init__.")
    return module


def _run(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location(_MODULE_NAME, file)
    if spec is None or spec.loader is None:
        raise ConfigError(f"{file.name} is not a Python file. Its name has to end in .py.")
    module = importlib.util.module_from_spec(spec)
    if b"torchvision" in file.read_bytes():
        # Loaded here, it can be imported by the file also beside a CPU-only torch.
        with suppress(ImportError):
            vision.load()
    # As for ``python file.py``: what stands beside the file can be imported, and dataclasses find their module.
    folder = str(file.resolve().parent)
    sys.path.insert(0, folder)
    sys.modules[_MODULE_NAME] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # The user's code may raise anything.
        raise ConfigError(f"{file.name} raises when it runs: {_told(error)}") from error
    finally:
        sys.path.remove(folder)
    return module


def _missing(found: type, given: Mapping[str, Any]) -> list[str]:
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


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _told(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    text = f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
    return text if text.endswith((".", "!", "?")) else f"{text}."
