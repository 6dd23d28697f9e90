"""What the packaging decides before it builds anything. What it builds is checked by check_bundle and check_deb."""

import configparser
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from cnnstudio import cli
from cnnstudio.convolution import files
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.workspace import state_files
from cnnstudio.workspace.links import Address
from tests.system import check_bundle

PACKAGING = Path(__file__).resolve().parents[2] / "resources" / "packaging"


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("packaging_build", PACKAGING / "build.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec.loader.exec_module(module)
    return module


def _environment(build: ModuleType, monkeypatch: pytest.MonkeyPatch, listed: str):
    environment = build.Environment(Path("somewhere"))
    monkeypatch.setattr(environment, "_pip", lambda *_arguments, **_options: listed)
    monkeypatch.setattr(build.platform, "system", lambda: "Linux")
    return environment


@pytest.mark.parametrize(
    ("versions", "chosen"),
    [
        ("2.15.0, 2.14.1+cpu, 2.14.1, 2.13.0+cpu", "torch==2.14.1+cpu"),
        ("2.13.0+cpu", "torch==2.13.0+cpu"),
        ("2.14.0+cu130, 2.13.0+cpu, 2.12.0", "torch==2.13.0+cpu"),
    ],
)
def test_the_newest_torch_without_cuda_is_taken(build, monkeypatch, versions: str, chosen: str) -> None:
    environment = _environment(build, monkeypatch, f"torch (2.15.0)\nAvailable versions: {versions}\n  INSTALLED: 1\n")
    assert environment._cpu_torch([]) == chosen


def test_without_one_it_says_so_and_never_takes_the_cuda_build(build, monkeypatch, capsys) -> None:
    environment = _environment(build, monkeypatch, "torch (2.15.0)\nAvailable versions: 2.15.0, 2.14.1+cu130\n")
    with pytest.raises(SystemExit) as ended:
        environment._cpu_torch([])
    assert ended.value.code == build.NO_CPU_TORCH == 3
    assert "--torch-links" in capsys.readouterr().err


def test_a_second_openmp_library_stops_the_build(build, tmp_path: Path) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "libgomp.so.1").write_bytes(b"")
    (tmp_path / "libgomp.so.1").symlink_to("torch/libgomp.so.1")
    build._check_openmp(tmp_path)
    (tmp_path / "libiomp5.so").write_bytes(b"")
    with pytest.raises(build.BuildError, match="more than one OpenMP library"):
        build._check_openmp(tmp_path)


def test_a_missing_tool_is_named(build) -> None:
    with pytest.raises(build.BuildError, match="no-such-tool is missing"):
        build.require("no-such-tool")


def test_a_command_that_fails_stops_the_build(build) -> None:
    with pytest.raises(build.BuildError, match="status 3"):
        build.call([sys.executable, "-c", "import sys; sys.exit(3)"])


def test_the_desktop_entry_is_whole() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(PACKAGING / "linux" / "cnnstudio.desktop")
    fields = entry["Desktop Entry"]
    program, *arguments = fields["Exec"].split()
    assert (program, arguments) == ("cnnstudio", ["--open", "%u"])
    # The desktop puts a file in the place of %u, or nothing.
    parser = cli._parser()
    assert parser.parse_args(["--open", "mine.json"]).open == Path("mine.json")
    assert parser.parse_args(["--open"]).open is None
    assert fields["Icon"] == "cnnstudio"
    assert fields["Categories"].endswith(";")


@pytest.mark.parametrize(("number", "save"), [(0, "playground"), (1, "state")])
def test_a_saved_file_has_the_magic_of_its_mime_type(tmp_path: Path, number: int, save: str) -> None:
    file = tmp_path / "saved"
    if save == "playground":
        files.save(PlaygroundState(), file)
    else:
        state_files.save(Address(room="draw", state={}, current={}), file)
    content = file.read_text()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = ElementTree.parse(PACKAGING / "linux" / "cnnstudio.xml").findall(f"{space}mime-type")[number]
    match = kind.find(f".//{space}match")
    first, last = map(int, match.attrib["offset"].split(":"))
    assert first <= content.index(match.attrib["value"]) <= last
    entry = (PACKAGING / "linux" / "cnnstudio.desktop").read_text()
    offered = re.search(r"^MimeType=(.*);$", entry, re.MULTILINE).group(1).split(";")
    assert kind.attrib["type"] in offered
    assert "x-scheme-handler/cnnstudio" in offered


# --- where a damaged package says so


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's own display servers")
@pytest.mark.parametrize(
    "environment",
    [
        {"DISPLAY": ":77"},
        {"WAYLAND_DISPLAY": "wayland-7"},
        {"WAYLAND_DISPLAY": "wayland-7", "DISPLAY": ":77"},
        {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":77"},
    ],
    ids=str,
)
def test_a_damaged_package_opens_no_window_where_there_is_no_screen(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    damaged = (
        "import runpy; from cnnstudio import installation; installation.problem = lambda root: 'a file is missing'; "
        f"runpy.run_path({str(PACKAGING / 'start.py')!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", damaged],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(PACKAGING.parents[1]),
            "XDG_RUNTIME_DIR": str(tmp_path),
            **environment,
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "cnnstudio: a file is missing\n")


def _package(place: Path, program: str) -> check_bundle.Bundle:
    """A package whose program is a script."""
    folder = place / "package"
    folder.mkdir()
    (folder / "cnnstudio").write_text(f"#!/bin/sh\n{program}\n")
    (folder / "cnnstudio").chmod(0o755)
    return check_bundle.Bundle(folder, place / "checked")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's own display servers")
def test_the_package_is_checked_on_displays_that_are_not_there(tmp_path: Path) -> None:
    whole = _package(tmp_path, f"PYTHONPATH={PACKAGING.parents[1]} exec {sys.executable} -m cnnstudio")
    assert "No Wayland display answers" in check_bundle.dead_displays(whole)


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts in place of the program")
@pytest.mark.parametrize(
    "program", ["kill -ABRT $$", "exit 0", "echo two >&2; echo lines >&2; exit 1", "echo cnnstudio: no >&2; exit 1"]
)
def test_a_package_that_aborts_or_says_it_otherwise_fails_the_check(tmp_path: Path, program: str) -> None:
    with pytest.raises(AssertionError):
        check_bundle.dead_displays(_package(tmp_path, program))
