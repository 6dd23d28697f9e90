import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cnnstudio import files, paths
from cnnstudio.errors import StorageError
from cnnstudio.files import (
    clear_leftovers,
    clear_own_leftovers,
    make_folder,
    move_new,
    move_numbered,
    opened,
    read_bounded,
    reading,
    reason,
    whole_file,
    write_new,
    write_whole,
    writing,
)
from cnnstudio.messages import Message

posix = pytest.mark.skipif(os.name == "nt", reason="Windows knows neither modes nor pipes in folders")
not_root = pytest.mark.skipif(
    os.name != "nt" and os.geteuid() == 0, reason="the system's administrator may write everything"
)


def permissions(file: Path) -> int:
    return file.stat().st_mode & 0o777


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    write_whole(file, b"old and long")
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_readers_see_the_old_file_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_bytes(b"old")
    with whole_file(file) as out:
        out.write(b"new")
        out.flush()
        assert file.read_bytes() == b"old"
        (part,) = set(tmp_path.iterdir()) - {file}
        assert part.name.startswith(".")
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("where", ["os.fsync", "os.replace"])
def test_the_old_file_stays_when_the_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    file = tmp_path / "state.json"
    write_whole(file, b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(where, full)
    with pytest.raises(StorageError, match="disk is full"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, GeneratorExit])
def test_what_fails_inside_passes_and_leaves_the_old_file(tmp_path: Path, failure: type[BaseException]) -> None:
    file = tmp_path / "state.json"
    write_whole(file, b"old")

    def half() -> None:
        with whole_file(file) as out:
            out.write(b"half")
            raise failure

    with pytest.raises(failure):
        half()
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_program_killed_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    write_whole(file, b"old")
    program = (
        "import os, pathlib, sys; from cnnstudio.files import whole_file\n"
        "with whole_file(pathlib.Path(sys.argv[1])) as out:\n"
        "    out.write(b'half'); out.flush(); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, check=False)
    assert done.returncode == 9, done.stderr
    assert file.read_bytes() == b"old"


_WRITER = (
    "import pathlib, sys; from cnnstudio.files import whole_file\n"
    "with whole_file(pathlib.Path(sys.argv[1])) as out:\n"
    "    out.write(b'half'); out.flush(); print('writing', flush=True); sys.stdin.readline()"
)


def make_old(file: Path) -> None:
    old = file.stat().st_mtime - 3600
    os.utime(file, (old, old))


@posix
@pytest.mark.parametrize("mine", [False, True])
def test_leftovers_are_cleared_and_what_is_being_written_stays(tmp_path: Path, mine: bool) -> None:
    own = tmp_path / "own"
    with (
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path / "theirs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
        whole_file(own) as out,
    ):
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        out.write(b"whole")
        under_way = set(tmp_path.iterdir())
        assert len(under_way) == 2
        for file in under_way:
            make_old(file)
        clear_leftovers(tmp_path, mine=mine)
        assert set(tmp_path.iterdir()) == under_way
        process.kill()
        process.wait()
        clear_leftovers(tmp_path, mine=mine)
        assert len(list(tmp_path.iterdir())) == 1
    assert own.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [own]


def test_a_part_file_that_is_just_being_made_stays(tmp_path: Path) -> None:
    """Between being made and being locked nothing but its age tells that somebody writes it."""
    part = tmp_path / ".cnnstudio-0123456789abcdef.part"
    part.write_bytes(b"")
    clear_leftovers(tmp_path)
    assert part.exists()
    make_old(part)
    clear_leftovers(tmp_path)
    assert not part.exists()


def test_only_part_files_are_cleared(tmp_path: Path) -> None:
    kept = [tmp_path / name for name in ("notes.part", ".hidden", ".cnnstudio-settings", "a.parts")]
    for file in kept:
        file.touch()
        make_old(file)
    (tmp_path / ".folder.part").mkdir()
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / ".a.part").touch()
    clear_leftovers(tmp_path, mine=True)
    assert {*kept, tmp_path / ".folder.part", tmp_path / "below"} == set(tmp_path.iterdir())
    assert list((tmp_path / "below").iterdir())
    clear_leftovers(tmp_path / "gone")


def test_the_programs_own_folders_are_cleared_however_deep(studio_home: Path, tmp_path: Path) -> None:
    places = [
        paths.data_dir(),
        paths.data_dir() / "handwriting",
        paths.data_dir() / "MNIST" / "raw",
        paths.runs_dir() / "a run",
        paths.config_dir(),
        paths.cache_dir(),
    ]
    for place in places:
        place.mkdir(parents=True, exist_ok=True)
        (place / "kept.png").touch()
        (place / ".cnnstudio-0123456789abcdef.part").touch()
        make_old(place / ".cnnstudio-0123456789abcdef.part")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".a.part").touch()
    make_old(elsewhere / ".a.part")
    if os.name != "nt":
        (paths.runs_dir() / "link").symlink_to(elsewhere, target_is_directory=True)
    clear_own_leftovers()
    assert [[file.name for file in place.iterdir() if file.is_file()] for place in places] == [["kept.png"]] * len(
        places
    )
    assert (elsewhere / ".a.part").exists()


@posix
def test_where_there_are_no_locks_only_a_days_age_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    part = tmp_path / ".cnnstudio-0123456789abcdef.part"
    part.touch()
    make_old(part)
    clear_leftovers(tmp_path, mine=True)
    assert part.exists()
    os.utime(part, (0, 0))
    clear_leftovers(tmp_path)
    assert not part.exists()
    with whole_file(tmp_path / "file") as out:
        out.write(b"whole")
    assert (tmp_path / "file").read_bytes() == b"whole"


def test_no_handle_is_left_open(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_whole(file, b"")
    before = os.dup(0)
    os.close(before)
    for _ in range(3):
        write_whole(file, b"new")
        with pytest.raises(ValueError, match="stop"), whole_file(file):
            raise ValueError("stop")
    after = os.dup(0)
    os.close(after)
    assert before == after


def test_only_what_cannot_be_made_again_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []
    monkeypatch.setattr(os, "fsync", waited.append)
    write_whole(tmp_path / "kept", b"")
    assert len(waited) == 1
    write_whole(tmp_path / "made again", b"", sync=False)
    assert len(waited) == 1


@posix
@pytest.mark.parametrize(("umask", "expected"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_permissions_of_an_ordinary_open(tmp_path: Path, umask: int, expected: int) -> None:
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "whole", b"")
        (tmp_path / "ordinary").touch()
    finally:
        os.umask(before)
    assert permissions(tmp_path / "whole") == permissions(tmp_path / "ordinary") == expected


@posix
@pytest.mark.parametrize("mode", [0o600, 0o666, 0o755])
def test_an_old_file_keeps_its_permissions_and_is_at_no_moment_more_open(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "mine"
    file.touch()
    file.chmod(mode)
    with whole_file(file):
        (part,) = set(tmp_path.iterdir()) - {file}
        assert permissions(part) & ~mode == 0
    assert permissions(file) == mode


@posix
@not_root
def test_a_write_protected_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "protected"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(StorageError, match=r"the system does not permit it\. Choose"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@posix
@pytest.mark.parametrize("there", [True, False], ids=["to-a-file", "to-nothing"])
def test_a_link_stays_and_what_it_points_to_is_written(tmp_path: Path, there: bool) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "file", tmp_path / "link"
    if there:
        target.write_bytes(b"old")
    link.symlink_to(Path("elsewhere") / "file")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "elsewhere", target, link]


@posix
def test_a_link_to_itself_and_what_is_no_file_are_refused(tmp_path: Path) -> None:
    loop, pipe = tmp_path / "loop", tmp_path / "pipe"
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    with pytest.raises(StorageError, match="loop could not be written"):
        write_whole(loop, b"")
    with pytest.raises(StorageError, match="pipe could not be written: it is no ordinary file"):
        write_whole(pipe, b"")
    assert loop.is_symlink()
    assert pipe.is_fifo()


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 251 + ".png")
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    with pytest.raises(StorageError, match=r"the name is too long\. Choose a shorter one"):
        write_whole(tmp_path / ("x" * 256), b"")


def test_what_is_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match=r"folder could not be written: it is a folder\. Choose another name"):
        write_whole(tmp_path / "folder", b"")
    with pytest.raises(StorageError, match="a file stands where a folder should be"):
        write_whole(tmp_path / "file" / "below", b"")
    with pytest.raises(StorageError, match="a file stands where a folder should be"):
        make_folder(tmp_path / "file")
    with pytest.raises(StorageError, match="a file stands where a folder should be"):
        make_folder(tmp_path / "file" / "below")
    assert sorted(place.name for place in tmp_path.iterdir()) == ["file", "folder"]


def test_a_folder_is_made_but_never_by_writing_a_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"gone.file could not be written.*Choose another folder"):
        write_whole(tmp_path / "gone" / "file", b"")
    make_folder(tmp_path / "new" / "below")
    make_folder(tmp_path / "new" / "below")
    assert (tmp_path / "new" / "below").is_dir()


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk is full. Free some space and try again."),
        (errno.EDQUOT, "the disk is full. Free some space and try again."),
        (errno.EACCES, "the system does not permit it. Choose another folder."),
        (errno.EPERM, "the system does not permit it. Choose another folder."),
        (errno.EROFS, "the place can only be read. Choose another folder."),
        (errno.EIO, "as the system says it. Choose another folder."),
    ],
)
def test_what_the_system_refuses_to_write_becomes_a_sentence(tmp_path: Path, number: int, says: str) -> None:
    refused = OSError(number, "as the system says it")
    with pytest.raises(StorageError) as caught, writing(tmp_path):
        raise refused
    assert str(caught.value) == f"{tmp_path} could not be written: {says}"
    assert caught.value.__cause__ is refused


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (PermissionError(errno.EACCES, "as the system says it"), "the system does not permit it"),
        (IsADirectoryError(errno.EISDIR, "as the system says it"), "it is a folder"),
        (FileNotFoundError(errno.ENOENT, "as the system says it"), "as the system says it"),
        (OSError("without a number"), "without a number"),
    ],
)
def test_what_the_system_refuses_to_read_becomes_a_sentence(tmp_path: Path, refused: OSError, says: str) -> None:
    with pytest.raises(StorageError) as caught, reading(tmp_path):
        raise refused
    assert str(caught.value) == f"{tmp_path} could not be read: {says}. Check it, or choose another one."
    assert caught.value.__cause__ is refused


def test_what_the_system_says_can_be_said_in_other_languages(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        (tmp_path / "nowhere").read_bytes()
    said = reason(caught.value)
    assert (said, type(said)) == ("No such file or directory", Message)
    said = reason(OSError(errno.EPIPE, "something that nobody ever said"))
    assert (said, type(said)) == ("something that nobody ever said", str)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have other words")
def test_the_words_of_the_system_are_its_words() -> None:
    known = {os.strerror(number) for number in errno.errorcode}
    resolvers = {"Name or service not known", "No address associated with hostname"}
    resolvers |= {"Temporary failure in name resolution", "Operation timed out"}  # the latter as others say it
    assert set(files._SYSTEMS) - known == resolvers


@posix
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    link = tmp_path / "link"
    link.symlink_to("/dev/zero")
    for path in (pipe, link, Path("/dev/null"), Path("/dev/tty")):
        with pytest.raises(StorageError, match="could not be read"):
            read_bounded(path, 100)
        with pytest.raises(StorageError, match=re.escape(str(path))), opened(path):
            pass
    with pytest.raises(StorageError, match="no ordinary file"):
        read_bounded(pipe, 100)


def test_a_folder_and_impossible_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="it is a folder"):
        read_bounded(tmp_path, 100)
    with pytest.raises(StorageError, match="no file can have this name"):
        read_bounded(tmp_path / "a\0b", 100)
    with pytest.raises(StorageError, match="the name is too long"):
        read_bounded(tmp_path / ("a" * 300), 100)


def test_no_more_is_read_than_allowed(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for size, most in ((0, 0), (0, 5), (5, 5), (3_000_000, 3_000_000)):
        file.write_bytes(b"x" * size)
        assert read_bounded(file, most) == b"x" * size
    file.write_bytes(b"")
    os.truncate(file, 10**12)  # takes no room on the disk
    with pytest.raises(StorageError, match=r"file is larger than the 1 MB"):
        read_bounded(file, 2**20)


def test_a_file_that_grows_meanwhile_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 3_000_000)
    told = os.fstat

    class Smaller:
        def __init__(self, real: os.stat_result) -> None:
            self.st_mode, self.st_size, self.st_blksize = real.st_mode, 0, 4096

    monkeypatch.setattr("cnnstudio.files.os.fstat", lambda number: Smaller(told(number)))
    assert len(read_bounded(file, 3_000_000)) == 3_000_000
    with pytest.raises(StorageError, match="larger"):
        read_bounded(file, 2_999_999)


@pytest.fixture(params=["renames", "hard links", "none"])
def second_names(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that renames a file over no other one, one that gives it a second name, and one that does neither."""
    if request.param != "renames":
        monkeypatch.setattr(files, "_renamed_at_once", lambda *_: False)
    if request.param == "none":

        def refuse(*_names: object, **_options: object) -> None:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

        monkeypatch.setattr(os, "link", refuse)


def test_a_new_file_is_never_written_over_another(tmp_path: Path, second_names: None) -> None:
    file = tmp_path / "digit.png"
    assert write_new(file, b"mine")
    assert not write_new(file, b"yours")
    assert file.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_has_ordinary_permissions(tmp_path: Path, second_names: None) -> None:
    write_new(tmp_path / "new", b"")
    (tmp_path / "ordinary").write_bytes(b"")
    assert permissions(tmp_path / "new") == permissions(tmp_path / "ordinary")


def test_a_rename_replaces_nothing(tmp_path: Path, second_names: None) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"old")
    new.write_bytes(b"new")
    assert not move_new(old, new)
    assert (old.read_bytes(), new.read_bytes()) == (b"old", b"new")
    new.unlink()
    assert move_new(old, new)
    assert new.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [new]
    (tmp_path / "loop").symlink_to("loop")
    assert not move_new(new, tmp_path / "loop"), "a link to nothing has its name, too"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="tried where the system is known to have the call")
def test_at_no_moment_has_a_renamed_file_two_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A digit whose label is corrected would be there twice if the program were killed then."""

    def two_names(*_: object, **__: object) -> None:
        pytest.fail("a second name was given")

    monkeypatch.setattr(os, "link", two_names)
    (tmp_path / "old").write_bytes(b"old")
    assert move_new(tmp_path / "old", tmp_path / "new")
    with pytest.raises(FileNotFoundError):
        move_new(tmp_path / "old", tmp_path / "newer")
    with pytest.raises(OSError, match="File name too long"):
        move_new(tmp_path / "new", tmp_path / ("x" * 300))
    assert [file.name for file in tmp_path.iterdir()] == ["new"]


@pytest.mark.parametrize(
    ("wanted", "there", "becomes"),
    [
        ("a-1.bin", [], "a-1.bin"),
        ("a-1.bin", ["a-1.bin", "a-2.bin"], "a-3.bin"),
        ("a-9.bin", ["a-9.bin"], "a-10.bin"),
        ("a.bin", ["a.bin", "a-3.bin"], "a-2.bin"),
        ("a-b.bin", ["a-b.bin"], "a-b-2.bin"),
        ("-1.bin", ["-1.bin"], "-2.bin"),
    ],
)
def test_the_next_free_number(tmp_path: Path, wanted: str, there: list[str], becomes: str) -> None:
    for name in there:
        (tmp_path / name).write_bytes(b"there")
    (tmp_path / "part").write_bytes(b"mine")
    assert move_numbered(tmp_path / "part", tmp_path / wanted) == tmp_path / becomes
    assert (tmp_path / becomes).read_bytes() == b"mine"
    assert all((tmp_path / name).read_bytes() == b"there" for name in there)
    assert len(list(tmp_path.iterdir())) == len(there) + 1


def test_a_new_file_where_none_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="a file stands where a folder should be"):
        write_new(tmp_path / "file" / "new", b"")
    with pytest.raises(StorageError):
        move_numbered(tmp_path / "nothing", tmp_path / "new")
