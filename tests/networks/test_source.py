"""Python files of any origin: read and parsed within bounds, in a sentence, on any thread."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cnnstudio.errors import ConfigError, StorageError, StudioError
from cnnstudio.networks import consent, source
from cnnstudio.networks.user_code import build, class_names

DEEP = {
    "signs": "x = " + "-" * 100_000 + "1",
    "fewer-signs": "x = " + "-" * 5000 + "1",
    "dots": "x = a" + ".b" * 100_000,
    "calls": "x = a" + "()" * 50_000,
    "indices": "x = a" + "[0]" * 50_000,
    "sum": "x = 1" + "+1" * 100_000,
    "not": "x = " + "not " * 50_000 + "1",
    "lambda": "x = " + "lambda: " * 20_000 + "1",
    "choices": "x = " + "1 if 1 else " * 20_000 + "1",
    "powers": "x = " + "1**" * 50_000 + "1",
    "branches": "if 1: pass\n" + "elif 1: pass\n" * 20_000 + "else: pass",
    "a-base": "class Net(a" + ".b" * 100_000 + "): pass",
    "called-base": "class Net(a" + "()" * 50_000 + "): pass",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize("on_a_thread", [False, True], ids=["main", "thread"])
def test_what_is_nested_too_deeply_is_told(text: str, on_a_thread: bool, tmp_path: Path) -> None:
    file = tmp_path / "deep.py"
    file.write_text(text)
    caught: list[Exception] = []

    def read() -> None:
        try:
            class_names(file)
        except Exception as error:
            caught.append(error)

    if on_a_thread:  # whose stack is smaller
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    else:
        read()
    (error,) = caught
    assert isinstance(error, ConfigError)
    assert "deep.py cannot be read as Python: an expression in it is nested too deeply" in str(error)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("(" * 300, "nested too deeply"),
        ("".join(" " * depth + "if 1:\n" for depth in range(200)) + " " * 200 + "pass", "nested too deeply"),
        ("x = [" * 150, "line 1"),
        ("a\0b", "not valid Python"),
        ("\0" * 1000, "not valid Python"),
    ],
)
def test_what_is_no_python_is_told(text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(text)
    with pytest.raises(ConfigError, match=says):
        class_names(file)
    with pytest.raises(ConfigError, match=says):
        build(file, "Net", confirmed=True)


@pytest.mark.parametrize(
    "content",
    [
        b"# coding: no-such-encoding\nx = 1",
        b"# coding: undefined\nx = 1",
        b"# coding: zlib_codec\nx = 1",
        b"# coding: base64\nx = 1",
        b"# coding: rot13\nk = 1",
        b"# coding: idna\nx = '\xff'",
        b"# coding: utf-16\nx = 1",
        b"# coding: unicode_escape\nx = '\\ud800'",
        b"# coding: ..\nx = 1",
        b"\xff\xfex\0=\0",
        b"x = '\xff'",
        b"\xef\xbb\xbf# coding: latin-1\nx = 1",
        b"# coding: utf-8\nx = '\xed\xa0\x80'",
    ],
)
def test_odd_encodings(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "odd.py"
    file.write_bytes(content)
    try:
        assert class_names(file) == ()
    except ConfigError as error:
        told = str(error)
        if "odd.py is not valid Python" not in told:
            raise


def test_encodings_that_python_reads(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    for encoding in ("latin-1", "utf-8", "cp1252"):
        file.write_bytes(f"# coding: {encoding}\nclass Größe(Module): pass".encode(encoding))
        assert class_names(file) == ("Größe",)


def test_warnings_about_the_users_code_are_not_printed(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    file = tmp_path / "mine.py"
    file.write_text("x = '\\d'\ny = 1 is 1\nassert (1, 'always true')\nclass Net(Module): pass")
    assert class_names(file) == ("Net",)
    assert not recwarn.list


def test_an_enormous_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.touch()
    os.truncate(file, 100 * 2**20)
    for call in (class_names, consent.fingerprint, lambda path: build(path, "Net", confirmed=True)):
        with pytest.raises(ConfigError, match=r"mine\.py is larger than 512 KB"):
            call(file)
    file.write_bytes(b"#" * source.MOST_BYTES)
    assert class_names(file) == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither these devices nor pipes in folders")
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe would have kept the window waiting for ever, /dev/zero would have filled the memory."""
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "zero.py").symlink_to("/dev/zero")
    (tmp_path / "folder.py").mkdir()
    for name in ("pipe.py", "zero.py", "folder.py", "gone.py"):
        for call in (class_names, consent.fingerprint, lambda path: build(path, "Net", confirmed=True)):
            with pytest.raises(StorageError, match=f"{name} could not be read"):
                call(tmp_path / name)


def test_bases_of_every_form(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "import torch\nfrom torch import nn\n"
        "class A(torch.nn.Module): pass\nclass B(A): pass\nclass C(nn.Sequential, metaclass=M): pass\n"
        "class D(make(nn.Module)): pass\nclass E(Generic[T]): pass\nclass F(*bases): pass\nclass G: pass\n"
        "class H(ConvNet): pass\nclass I(E, other.B): pass\n"
    )
    assert class_names(file) == ("A", "B", "C", "H", "I")


def test_many_classes_are_named_in_a_moment(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("class N(Net): 0\n" + "".join(f"class n{number}(N): 0\n" for number in range(20_000)))
    assert len(class_names(file)) == 20_001


def test_reading_needs_no_torch() -> None:
    code = "import sys, cnnstudio.networks.source; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_errors_are_the_programs(tmp_path: Path) -> None:
    with pytest.raises(StudioError):
        source.read(tmp_path / "a\0b.py")


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("Plain", ()),
        ("Asks", ("width", "depth")),
        ("Heir", ("width", "depth")),
        ("Free", ()),
        ("Named", ("classes",)),
        ("make", ("width",)),
        ("model", ()),
        ("Round", ()),
        ("missing", ()),
    ],
)
def test_what_has_to_be_given_is_read(name: str, needed: tuple[str, ...]) -> None:
    text = """
class Plain(Module): pass
class Asks(Module):
    def forward(self, x): pass
    def __init__(self, width, depth, groups=1, *rest, bias=True, **more): pass
class Heir(Asks): pass
class Free(Asks):
    def __init__(self, width=3): pass
class Named(Module):
    def __init__(self, *, classes, bias=None): pass
class Round(Round): pass
def make(width, depth=2): return Asks(width, depth)
model = Asks(1, 2)
"""
    assert source.required_arguments(source.parsed(Path("mine.py"), text.encode()), name) == needed
