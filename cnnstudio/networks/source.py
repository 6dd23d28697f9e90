"""The text of a user's Python file: read and parsed within bounds, and never run here. Torch-free."""

import ast
import warnings
from pathlib import Path

from cnnstudio.errors import ConfigError, StorageError
from cnnstudio.files import read_bounded

MOST_BYTES = 512 * 1024
"""Larger than any file that a person writes; parsing takes some seconds a megabyte."""

_REMEDY = "Correct it or choose another file."


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
            raise ConfigError(f"{file.name} is larger than 512 KB, too large for a network's Python file.") from error
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
        line = f" (line {error.lineno})" if error.lineno else ""
        why = ": its brackets or blocks are nested too deeply" if "too many" in str(error.msg) else ""
        raise ConfigError(f"{file.name} is not valid Python{line}{why}. {_REMEDY}") from error
    except (RecursionError, MemoryError) as error:
        raise ConfigError(
            f"{file.name} cannot be read as Python: an expression in it is nested too deeply. Write it as several."
        ) from error
    except Exception as error:  # Odd encodings lead to any error: ValueError, LookupError, those of a codec.
        raise ConfigError(f"{file.name} is not valid Python. {_REMEDY}") from error


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


def _last_name(base: ast.expr) -> str:
    """``Module`` of ``torch.nn.Module``."""
    if isinstance(base, ast.Attribute):
        return base.attr
    return base.id if isinstance(base, ast.Name) else ""
