"""The text of a user's Python file: read and parsed within bounds, and never run here. Torch-free."""

import ast
import warnings
from pathlib import Path

from cnnstudio.errors import ConfigError, StorageError
from cnnstudio.files import read_bounded
from cnnstudio.messages import Message

MOST_BYTES = 512 * 1024
"""Larger than any file that a person writes; parsing takes some seconds a megabyte."""

_REMEDY = Message("Correct it or choose another file.")


def read(file: Path) -> bytes:
    """The file's bytes.

    Raises:
        StorageError: if it cannot be read: it is gone, a folder, a pipe, a device.
        ConfigError: if it is too large to be anyone's network.
    """
    try:
        return read_bounded(file, MOST_BYTES)
    except StorageError as error:
        if error.__cause__ is None:
            raise ConfigError(
                "{file} is larger than 512 KB, too large for a network's Python file.", file=file.name
            ) from error
        raise


def parsed(file: Path, source: bytes) -> ast.Module:
    """The syntax tree of a file's bytes.

    Raises:
        ConfigError: if they are not Python.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an escape that means nothing, "is" beside a number: not ours to tell
            return ast.parse(source, file.name)
    except SyntaxError as error:
        if "too many" in str(error.msg):
            raise ConfigError(
                "{file} is not valid Python: its brackets or blocks are nested too deeply. {remedy}",
                file=file.name,
                remedy=_REMEDY,
            ) from error
        if error.lineno:
            raise ConfigError(
                "{file} is not valid Python (line {line}). {remedy}", file=file.name, line=error.lineno, remedy=_REMEDY
            ) from error
        raise ConfigError("{file} is not valid Python. {remedy}", file=file.name, remedy=_REMEDY) from error
    except (RecursionError, MemoryError) as error:
        raise ConfigError(
            "{file} cannot be read as Python: an expression in it is nested too deeply. Write it as several.",
            file=file.name,
        ) from error
    except Exception as error:  # Odd encodings lead to any error: ValueError, LookupError, those of a codec.
        raise ConfigError("{file} is not valid Python. {remedy}", file=file.name, remedy=_REMEDY) from error


def network_classes(tree: ast.Module) -> tuple[str, ...]:
    """Names of the classes that look like networks.

    A class counts if one of its bases is called ``Module`` or is such a class itself or ends in ``Net``, ``Module`` or
    ``Sequential``.
    """
    found: list[str] = []
    known: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            bases = [_last_name(base) for base in node.bases]
            if any(base in known or base.endswith(("Module", "Net", "Sequential")) for base in bases):
                found.append(node.name)
                known.add(node.name)
    return tuple(found)


def networks(tree: ast.Module) -> tuple[str, ...]:
    """Names of what looks like networks: classes, then what stands built in the file, then functions that build one.

    Built in the file is what a line outside all functions makes of such a class or function, of a class of
    ``torch.nn``, or by a library of networks: ``model = nn.Sequential(...)``. A function builds one if its annotation
    says so, or if it returns such a thing.
    """
    classes = network_classes(tree)
    functions: list[str] = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if _makes(node, {*classes, *functions}):
            functions.append(node.name)
    built: dict[str, None] = {}
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and _is_network(node.value, {*classes, *functions}):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            built.update((target.id, None) for target in targets if isinstance(target, ast.Name))
    return tuple(dict.fromkeys((*classes, *built, *functions)))


def required_arguments(tree: ast.Module, name: str) -> tuple[str, ...]:
    """Names of what a network's constructor, or a function that builds one, has to be given; as far as it is read here.

    A class without a constructor of its own has that of the class before it in the same file.
    """
    here = {node.name: node for node in tree.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
    found: ast.ClassDef | ast.FunctionDef | None = here.get(name)
    seen: set[str] = set()
    while isinstance(found, ast.ClassDef) and found.name not in seen:
        seen.add(found.name)
        own = (node for node in found.body if isinstance(node, ast.FunctionDef) and node.name == "__init__")
        constructor = next(own, None)
        if constructor is not None:
            return _required(constructor.args)[1:]
        found = next((here[base] for base in map(_last_name, found.bases) if base in here), None)
    return _required(found.args) if isinstance(found, ast.FunctionDef) else ()


def _required(arguments: ast.arguments) -> tuple[str, ...]:
    positional = [*arguments.posonlyargs, *arguments.args]
    without = positional[: len(positional) - len(arguments.defaults)]
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return tuple(one.arg for one in (*without, *(one for one, default in pairs if default is None)))


def _makes(function: ast.FunctionDef, known: set[str]) -> bool:
    """Whether a function looks as if it returned a network."""
    if function.returns is not None and _last_name(function.returns) in {*known, "Module", "Sequential"}:
        return True
    inside = [node for node in ast.walk(function) if isinstance(node, (ast.Assign, ast.Return))]
    made = {
        target.id
        for node in inside
        if isinstance(node, ast.Assign) and _is_network(node.value, known)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return any(
        isinstance(node, ast.Return)
        and (_is_network(node.value, known) or (isinstance(node.value, ast.Name) and node.value.id in made))
        for node in inside
    )


_LIBRARIES = frozenset({"torchvision", "timm", "models"})


def _is_network(value: ast.expr | None, known: set[str]) -> bool:
    """Whether an expression makes a network: ``Net()``, ``nn.Sequential(...)``, ``Net().eval()``, ``resnet18()``."""
    while isinstance(value, ast.Call):
        name = _last_name(value.func)
        if name in known or name.endswith(("Module", "Net", "Sequential")):
            return True
        parts = ast.unparse(value.func).split(".") if isinstance(value.func, ast.Attribute) else []
        if _LIBRARIES.intersection(parts[:-1]):
            return True
        # ``.to(device)``, ``.eval()`` and the like give the network itself.
        value = value.func.value if isinstance(value.func, ast.Attribute) else None
    return False


def _last_name(base: ast.expr) -> str:
    """``Module`` of ``torch.nn.Module``."""
    if isinstance(base, ast.Attribute):
        return base.attr
    return base.id if isinstance(base, ast.Name) else ""
