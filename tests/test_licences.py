"""Every library's licence can be read in the program."""

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from cnnstudio import licences, resources


def test_every_library_has_a_version_and_a_licence() -> None:
    found = {library.name.lower(): library for library in licences.libraries()}
    for name in ("torch", "torchvision", "numpy", "pyside6_essentials", "pyqtgraph", "pillow", "safetensors"):
        assert found[name].version == metadata.version(name)
        assert found[name].licence or found[name].text()
        assert found[name].text() or found[name].home.startswith("http")


def test_what_a_library_itself_contains_is_told_too() -> None:
    text = next(library for library in licences.libraries() if library.name == "torch").text()
    assert "From PyTorch:" in text
    assert text.count("=====") > 5


@pytest.mark.parametrize("name", ["numpy", "sympy", "safetensors", "PySide6_Essentials"])
def test_licences_are_found_among_all_files_of_a_package(name: str) -> None:
    files = metadata.distribution(name).files or []
    licence_files = [
        file for file in files if ".dist-info/" in str(file) and file.name.upper().startswith(licences._TEXT_NAMES)
    ]
    text = next(library for library in licences.libraries() if library.name == name).text()
    assert [line for line in text.splitlines() if line in set(map(str, files))] == [str(file) for file in licence_files]


def test_a_licence_is_read_without_looking_at_all_files_of_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_files(_package: metadata.Distribution) -> None:
        pytest.fail("torch has 13,000 files: the window would wait for this")

    monkeypatch.setattr(metadata.Distribution, "files", property(all_files))
    assert next(library for library in licences.libraries() if library.name == "torch").text()


def test_a_package_without_a_list_of_files_has_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata.Distribution, "read_text", lambda _package, _name: None, raising=False)
    monkeypatch.setattr(metadata.PathDistribution, "read_text", lambda _package, _name: None)
    assert licences.Library("numpy", "", "", "").text() == ""


def test_all_dependencies_are_listed() -> None:
    needed = {
        re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in metadata.requires("cnnstudio") or [] if ";" not in line
    }
    assert {name.lower() for name in needed} <= {name.lower() for name in licences.PACKAGES}


def test_libraries_of_the_system_come_with_the_packaged_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences" / "libglib2.0-0.txt").write_text("LGPL-2.1+")
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    last = licences.libraries()[-1]
    assert (last.name, last.version, last.text()) == ("libglib2.0-0", "", "LGPL-2.1+")


def test_listing_them_imports_none() -> None:
    code = (
        "import sys; from cnnstudio import licences; licences.libraries(); print({'torch', 'numpy'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
