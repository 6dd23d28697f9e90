import errno
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cnnstudio import locks
from cnnstudio.locks import FileLock, is_held

posix = pytest.mark.skipif(os.name == "nt", reason="Windows removes no open file")

_HOLDER = """
import sys
from pathlib import Path
from cnnstudio.locks import FileLock

lock = FileLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.readline()
"""


def test_it_is_held_by_one_and_leaves_no_file(tmp_path: Path) -> None:
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert is_held(one.path) is False
    assert one.acquire()
    assert one.acquire()
    assert one.held
    assert is_held(one.path) is True
    assert not other.acquire()
    assert not other.held
    # Whoever does not hold it cannot give it away.
    other.release()
    assert is_held(one.path) is True
    one.release()
    one.release()
    assert list(tmp_path.iterdir()) == []
    assert other.acquire()
    other.release()


def test_it_dies_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        assert is_held(path) is True
        assert not FileLock(path).acquire()
        process.kill()
    assert path.is_file()
    assert is_held(path) is False
    lock = FileLock(path)
    assert lock.acquire()
    lock.release()
    assert not path.exists()


def test_of_many_threads_one_has_it(tmp_path: Path) -> None:
    path, inside, most = tmp_path / "lock", 0, 0
    guard, taken = threading.Lock(), [0] * 8
    until = time.monotonic() + 60

    def work(number: int) -> None:
        nonlocal inside, most
        # A thread that finds it held goes on trying: how often that happens is the scheduler's affair.
        while taken[number] < 20 and time.monotonic() < until:
            lock = FileLock(path)
            if lock.acquire():
                with guard:
                    inside += 1
                    most = max(most, inside)
                taken[number] += 1
                with guard:
                    inside -= 1
                lock.release()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert taken == [20] * 8


@posix
def test_processes_that_take_turns_never_both_have_it(tmp_path: Path) -> None:
    """The file is removed at each release, so that a waiting one may lock a file that has no name any more."""
    script = (
        "import sys, os; from pathlib import Path; from cnnstudio.locks import FileLock\n"
        "mark = Path(sys.argv[1]).with_name('inside')\n"
        "for _ in range(150):\n"
        "    lock = FileLock(Path(sys.argv[1]))\n"
        "    if lock.acquire():\n"
        "        os.close(os.open(mark, os.O_CREAT | os.O_EXCL)); mark.unlink(); lock.release()\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "lock")], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for process in processes:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said


def test_one_that_is_forgotten_is_given_back(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    assert lock.acquire()
    del lock
    assert is_held(tmp_path / "lock") is False


@posix
def test_a_look_at_it_does_not_keep_anybody_out(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.touch()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            is_held(path)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(50):
            lock = FileLock(path)
            assert lock.acquire()
            lock.release()
    finally:
        stop.set()
        looking.join()


@posix
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL])
def test_where_there_are_no_locks_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", refuse)
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert one.certain
    assert one.acquire()
    assert not one.certain
    # Inside this process they are told apart all the same.
    assert not other.acquire()
    assert is_held(one.path) is True
    one.release()
    assert is_held(one.path) is False
    one.path.touch()
    assert is_held(one.path) is None


@posix
def test_another_refusal_is_passed_on_and_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    lock = FileLock(tmp_path / "lock")
    with monkeypatch.context() as patch:
        patch.setattr("fcntl.flock", refuse)
        with pytest.raises(OSError, match="Input/output"):
            lock.acquire()
        assert is_held(lock.path) is None
    assert lock.acquire()
    lock.release()
    with pytest.raises(FileNotFoundError):
        FileLock(tmp_path / "gone" / "lock").acquire()
    assert not locks._held


@posix
def test_it_is_not_inherited_by_programs_that_are_started(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    assert lock.acquire()
    child = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.readline()"], stdin=subprocess.PIPE, close_fds=False
    )
    lock.release()
    again = FileLock(tmp_path / "lock")
    assert again.acquire()
    child.communicate(b"\n")
    again.release()
