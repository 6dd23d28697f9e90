"""Broken and hostile lessons, as folders and as zips: told with file and line, and nothing else happens."""

import json
import os
import shutil
import socket
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from cnnstudio.cli import main
from cnnstudio.lessons import folder as folders
from cnnstudio.lessons import loading, markup, opened

SECRET = "nobody's affair"


@pytest.fixture(autouse=True)
def nothing_else_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched and nothing is run."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a lesson reached out")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(os, "system", refuse)
    monkeypatch.setattr(subprocess.Popen, "__init__", refuse)


def append(line: str) -> Callable[[Path], None]:
    """One line more in both texts: the twelfth."""

    def change(lesson: Path) -> None:
        for text in lesson.glob("text.*.md"):
            text.write_text(f"{text.read_text('utf-8')}\n{line}\n", "utf-8")

    return change


def front(content: str) -> Callable[[Path], object]:
    return lambda lesson: (lesson / "lesson.toml").write_text(content, "utf-8")


def state(content: str) -> Callable[[Path], None]:
    def change(lesson: Path) -> None:
        (lesson / "s.cnnstudio").write_text(content, "utf-8")
        append("::: open s.cnnstudio")(lesson)

    return change


def of(network: str) -> str:
    return json.dumps(
        {"kind": "cnnstudio-state", "schema": 1, "room": "models", "state": {}, "current": {"network": network}}
    )


def huge(lesson: Path) -> None:
    with (lesson / "text.en.md").open("wb") as file:
        file.truncate(100 * 2**20)


def picture(content: bytes) -> Callable[[Path], None]:
    def change(lesson: Path) -> None:
        (lesson / "p.svg").write_bytes(content)
        append("::: figure p.svg A caption")(lesson)

    return change


HOSTILE: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "front matter that is none": (front("order = \n"), "lesson.toml, line 1", "cannot be read"),
    "front matter that ends": (front("title = {"), "lesson.toml, line 1", "cannot be read"),
    "front matter nested without end": (front("x = " + "[" * 5000), "lesson.toml, line 1", "nested too deeply"),
    "front matter with an endless number": (front("order = " + "9" * 5000), "lesson.toml, line 1", "too large"),
    "front matter of bytes": (lambda it: (it / "lesson.toml").write_bytes(b"\n\xff"), "lesson.toml, line 2", "UTF-8"),
    "no front matter": (lambda it: (it / "lesson.toml").unlink(), "", "no lesson.toml"),
    "exercises without end": (
        lambda it: front((it / "lesson.toml").read_text("utf-8") + '[[exercises]]\nquestion = "x"\n' * 900)(it),
        "lesson.toml",
        "Exercises behind",
    ),
    "a link to no room": (append("::: open cnnstudio:cellar"), "text.en.md, line 12", "cellar"),
    "a link to no layer": (
        append("::: open cnnstudio:models?path=features.99&current.network=lenet5"),
        "text.en.md, line 12",
        "features.99",
    ),
    "a link to no file": (append("::: open gone.cnnstudio"), "text.en.md, line 12", "not there"),
    "a picture from elsewhere": (append("::: figure https://example.org/a.png A"), "text.en.md, line 12", "fetched"),
    "a picture in the text": (append("![a](https://example.org/a.png)"), "text.en.md, line 12", "::: figure"),
    "a picture in HTML": (append('<img src="https://example.org/a.png">'), "text.en.md, line 12", "HTML"),
    "a drawing that names one": (
        picture(
            b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
            b'<image href="https://example.org/a.png" width="9" height="9"/></svg>'
        ),
        "text.en.md, line 12",
        "p.svg",
    ),
    "a drawing with entities": (
        picture(b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"/>'),
        "text.en.md, line 12",
        "p.svg",
    ),
    "a script": (append("<script>alert(1)</script>"), "text.en.md, line 12", "HTML"),
    "a script as an address": (append("::: open javascript:alert(1)"), "text.en.md, line 12", "fetched"),
    "a step that runs": (append("::: run rm -rf /"), "text.en.md, line 12", "no step"),
    "code in a number": (append("{__import__('os').system('id')}"), "text.en.md, line 12", "no whole number"),
    "code in a condition": (append("::: wait __import__('os')"), "text.en.md, line 12", ""),
    "a state with somebody's code": (state(of("/tmp/x.py:Net")), "text.en.md, line 12", "no network"),
    "a state nested without end": (state("[" * 100_000), "text.en.md, line 12", "nested too deeply"),
    "a path upwards": (append("::: open ../s.cnnstudio"), "text.en.md, line 12", "no file inside"),
    "a path from the root": (append("::: figure /etc/a.png A"), "text.en.md, line 12", "no file inside"),
    "a file's address": (append("::: figure file:///etc/a.png A"), "text.en.md, line 12", "fetched"),
    "a text of 100 MB": (huge, "text.en.md", "100.0 MB, and at most 1 MB"),
    "words without end": (append("words " * 900 + "\n\n" + ("x" * 5000 + "\n") * 50), "text.en.md: ", "200,000"),
    "lines without end": (append("x\n\n" * 6000), "text.en.md", "more than 5,000 lines"),
    "steps without end": (append("::: ask output_size(28, 5)\n" * 4000), "text.en.md, line ", "Steps behind"),
    "a line without end": (append("x" * 9000), "text.en.md, line 12", "8,000 characters"),
    "a number without end": (append("{9**9**9}"), "text.en.md, line 12", "power"),
    "brackets without end": (append("{" + "(" * 3000 + "}"), "text.en.md, line 12", "300 characters"),
    "a formula without end": (append("$" + r"\frac{1}{" * 600 + "$"), "text.en.md, line 12", "1,000 characters"),
    "a condition without end": (append("::: wait " + "not " * 1900 + "ink"), "text.en.md, line 12", "500 characters"),
    "an include of itself": (append("::: include text.en.md"), "text.en.md, line 12", "no step 'include'"),
}


@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_told_with_file_and_line(
    lesson: Path, capsys: pytest.CaptureFixture[str], name: str, zipped: bool
) -> None:
    change, place, what = HOSTILE[name]
    change(lesson)
    path = Path(shutil.make_archive(str(lesson), "zip", lesson.parent, lesson.name)) if zipped else lesson
    found = opened.read(opened.name_of(path))
    assert found.lesson is None
    told = [str(fault) for fault in found.faults]
    assert any(one.startswith(place) and what in one for one in told), told[:5]
    assert all(len(one) < 1000 for one in told)
    assert main(["lessons", "--check", str(path)]) == 1
    assert capsys.readouterr().err.splitlines() == told, "the command says the same"


def test_a_link_out_of_the_folder_is_not_followed(lesson: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(SECRET, "utf-8")
    (lesson / "text.en.md").unlink()
    (lesson / "text.en.md").symlink_to(tmp_path / "secret.md")
    (lesson / "away").symlink_to(tmp_path)
    (lesson / "round").symlink_to(lesson)
    append("::: figure away/secret.png A")(lesson)
    found = opened.read(str(lesson))
    told = [str(fault) for fault in found.faults]
    assert any(one.startswith("text.en.md: It is a link that leads out") for one in told), told
    assert not any(SECRET in one for one in told)
    assert (tmp_path / "secret.md").read_text("utf-8").startswith(SECRET)


def test_a_link_in_a_zip_and_a_path_out_of_it_are_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("text.en.md")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    for number, (name, content, what) in enumerate(
        (
            (entry, "/etc/passwd", "which is a link"),
            ("../../text.en.md", "x", "lead out"),
            ("/text.en.md", "x", "lead out"),
        )
    ):
        path = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, content)
        (fault,) = opened.read(str(path)).faults
        assert what in str(fault)
    assert {file.suffix for file in tmp_path.iterdir()} == {".zip"}, "nothing was unpacked"


def test_a_zip_that_unpacks_to_gigabytes_is_refused_at_once(lesson: Path, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in lesson.iterdir():
            archive.write(file, file.name)
        for number in range(9):
            archive.writestr(f"p{number}.png", bytes(folders.MAX_PICTURE_BYTES))
    assert path.stat().st_size < folders.MAX_ALL_BYTES // 100
    (fault,) = opened.read(str(path)).faults
    assert "128 MB" in str(fault)


def test_signs_that_show_nothing_do_no_harm(lesson: Path) -> None:
    append("a\0b \x1b[2J \u202e c \ufeff d")(lesson)
    found = opened.read(str(lesson))
    assert found.lesson is not None


def test_the_bounds_are_wide_enough_for_every_lesson_of_the_course() -> None:
    from cnnstudio.lessons import shelf

    for lesson in shelf.lessons():
        assert len(lesson.exercises) * 5 <= loading.MOST_EXERCISES
        assert all(sum(1 for _ in text.steps()) * 3 <= markup.MOST_STEPS for text in lesson.texts.values())
