"""Damaged homes, full disks, places that can only be read, folders that vanish: the real window lives through them.

``python -m tests.system faults [--seed 1] [--short | --only KIND...]``. Each fault is met by a window of its own, in a
child process that opens one after another: every room is shown, every run and all weights are looked at, a digit is
drawn and kept. Found are exceptions on any thread, Qt's warnings, rooms that do not open, a process that dies or hangs,
and files of the user's that are lost: what was there before is there afterwards, under whatever name; a digit is kept,
or still on the pad with a sentence that says why.

The homes stem from the one that version 0.1.0 left behind (``tests/data``). A disk is full where the system lets no
file grow (RLIMIT_FSIZE) and, for root, on a small tmpfs; root can write everywhere, so it gives that right up.
"""

import argparse
import ctypes
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

from tests import kept_home

ROOT = Path(__file__).resolve().parents[2]
SECONDS_A_FAULT = 180.0
_RUN = "2026-11-28 14-05-25 convnet fast"
_STOPPED = "2026-11-28 14-06-32 lenet5 tutorial"

Damage = Callable[[Path, Random], object]


# --- what is damaged


def _noise(random: Random, size: int = 5_000) -> bytes:
    return random.randbytes(size)


def _cut(file: Path, random: Random) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: random.randrange(len(content))])


def _flip(file: Path, random: Random) -> None:
    content = bytearray(file.read_bytes())
    for _ in range(8):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    file.write_bytes(content)


def _in_place_of(place: Path, make: Callable[[Path], object]) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    make(place)


def _loop(place: Path) -> None:
    place.symlink_to(place.name)


def _file(place: Path) -> None:
    place.write_bytes(b"a file stands here")


def _folder(place: Path) -> None:
    place.mkdir()
    (place / "inside").write_bytes(b"of the user")


def _changed(file: Path, **values: Any) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


def _digit(home: Path, name: str = "0011-label3.png") -> Path:
    return home / "data" / "handwriting" / name


def _state(home: Path) -> Path:
    return home / "runs" / _RUN / "state.json"


def _run(home: Path, name: str, run: str = _RUN) -> Path:
    return home / "runs" / run / name


def _tuned(home: Path) -> Path:
    return home / "data" / "weights" / "my-hand-convnet-1.safetensors"


def _ini(home: Path) -> Path:
    return home / "config" / "cnnstudio.ini"


def _huge_png(file: Path) -> None:
    from PIL import Image

    Image.new("1", (9_000, 9_000)).save(file)


def _blank_png(file: Path) -> None:
    from PIL import Image

    Image.new("L", (300, 300), 255).save(file)


def _all_settings_wrong(home: Path, random: Random) -> None:
    values = ("7", '\\"\\"', "[]", "{}", "null", "true", "-1e308", '\\"zz\\"', "99999999999999999999", "[[[[1]]]]")
    keys = {
        "window": ("theme", "room", "geometry"),
        "studio": ("network",),
        "models": ("order", "colour", "columns", "inspector", "controls"),
        **dict.fromkeys(("train", "draw", "play"), ("inspector", "controls")),
    }
    lines = []
    for group, names in keys.items():
        lines.append(f"[{group}]")
        lines += [f"{name}={random.choice(values)}" for name in names]
    _ini(home).write_text("\n".join(lines) + "\n")


def _odd_sizes(home: Path, random: Random) -> None:
    sizes = ("[]", "[0]", "[-1, -1]", '[\\"a\\"]', "[1e308, 1]", "[99999999999, 1, 1, 1, 1, 1]", "[0, 0, 0]")
    lines = []
    for room in ("models", "train", "draw", "play"):
        for splitter in ("middle", "columns"):
            lines += [f"[{room}-{splitter}]", f'sizes="{random.choice(sizes)}"']
    _ini(home).write_text("\n".join(lines) + "\n")


def _old_numbers(home: Path, _random: Random) -> None:
    """Two windows of version 0.1.0 gave one number to two drawings."""
    shutil.copy(_digit(home), _digit(home, "0010-label8.png"))
    shutil.copy(_digit(home, "0001-label0.png"), _digit(home, "0030-label0.png"))


def _broken_data_set(home: Path, random: Random) -> None:
    place = home / "data" / "MNIST" / "raw"
    place.mkdir(parents=True)
    for part, kind in (
        ("train", "images-idx3"),
        ("train", "labels-idx1"),
        ("t10k", "images-idx3"),
        ("t10k", "labels-idx1"),
    ):
        (place / f"{part}-{kind}-ubyte.gz").write_bytes(_noise(random))


def _idx_that_lies(file: Path) -> None:
    file.write_bytes(struct.pack(">BBBBIII", 0, 0, 8, 3, 4_000_000_000, 28, 28))


HOMES: dict[str, Damage] = {
    # Handwriting.
    "digit is a folder": lambda home, _: _in_place_of(_digit(home), _folder),
    "digit is cut": lambda home, random: _cut(_digit(home), random),
    "digit is flipped": lambda home, random: _flip(_digit(home), random),
    "digit is empty": lambda home, _: _digit(home).write_bytes(b""),
    "digit is noise": lambda home, random: _digit(home).write_bytes(_noise(random)),
    "digit is huge": lambda home, _: _huge_png(_digit(home)),
    "digit is blank": lambda home, _: _blank_png(_digit(home)),
    "digit is a link to itself": lambda home, _: _in_place_of(_digit(home), _loop),
    "digit is a pipe": lambda home, _: _in_place_of(_digit(home), os.mkfifo),
    "one number twice": _old_numbers,
    "handwriting is a file": lambda home, _: _in_place_of(home / "data" / "handwriting", _file),
    "handwriting is a link to itself": lambda home, _: _in_place_of(home / "data" / "handwriting", _loop),
    "handwriting of a later version": lambda home, _: _digit(home, "index.json").write_text(
        json.dumps({"kind": "cnnstudio-handwriting", "schema": 99})
    ),
    "idx pictures lie": lambda home, _: _idx_that_lies(_digit(home, "images-idx3-ubyte")),
    "idx labels are noise": lambda home, random: _digit(home, "labels-idx1-ubyte").write_bytes(_noise(random)),
    "idx pictures are a folder": lambda home, _: _in_place_of(_digit(home, "images-idx3-ubyte"), _folder),
    # Settings and workspace.
    "settings are noise": lambda home, random: _ini(home).write_bytes(_noise(random)),
    "settings are of a later version": lambda home, _: _ini(home).write_text("[file]\nschema=99\n"),
    "settings are a folder": lambda home, _: _in_place_of(_ini(home), _folder),
    "settings are huge": lambda home, random: _ini(home).write_bytes(_noise(random, 3_000_000)),
    "settings are all wrong": _all_settings_wrong,
    "sizes are odd": _odd_sizes,
    "config is a file": lambda home, _: _in_place_of(home / "config", _file),
    "workspace is noise": lambda home, random: (home / "data" / "workspace.json").write_bytes(_noise(random)),
    "workspace of a later version": lambda home, _: (home / "data" / "workspace.json").write_text('{"schema": 99}'),
    "workspace is a folder": lambda home, _: _folder(home / "data" / "workspace.json"),
    # Runs.
    "state: process is a text": lambda home, _: _changed(_state(home), process="nine", state="running"),
    "state: process is huge": lambda home, _: _changed(_state(home), process=10**40, state="running"),
    "state: process is ours": lambda home, _: _changed(_state(home), process=1, state="running"),
    "state: date is a number": lambda home, _: _changed(_state(home), started=20261128),
    "state: network is a list": lambda home, _: _changed(_state(home), network=["convnet"]),
    "state: all null": lambda home, _: _changed(_state(home), **dict.fromkeys(json.loads(_state(home).read_text()))),
    "state: deep": lambda home, _: _state(home).write_text("[" * 100_000),
    "state: empty": lambda home, _: _state(home).write_bytes(b""),
    "state: a list": lambda home, _: _state(home).write_text("[1, 2]"),
    "state: a folder": lambda home, _: _in_place_of(_state(home), _folder),
    "state: not UTF-8": lambda home, _: _state(home).write_bytes(b'{"network": "\xff\xfe"}'),
    "config is gone": lambda home, _: _run(home, "config.json").unlink(),
    "config is noise": lambda home, random: _run(home, "config.json").write_bytes(_noise(random)),
    "config: unknown network": lambda home, _: _changed(_run(home, "config.json"), network="no-such-net"),
    "config: epochs is a text": lambda home, _: _changed(_run(home, "config.json"), epochs="many"),
    "checkpoint is cut": lambda home, random: _cut(_run(home, "checkpoint.safetensors", _STOPPED), random),
    "checkpoint is flipped": lambda home, random: _flip(_run(home, "checkpoint.safetensors", _STOPPED), random),
    "weights are cut": lambda home, random: _cut(_run(home, "weights-final.safetensors"), random),
    "weights are a pickle": lambda home, _: _run(home, "weights-best.safetensors").write_bytes(
        b"\x80\x04cos\nsystem\n."
    ),
    "steps are noise": lambda home, random: _run(home, "steps.csv").write_bytes(_noise(random)),
    "steps: garbage rows": lambda home, _: _run(home, "steps.csv").write_text(
        "step,epoch,batch,loss,learning_rate,elapsed_s\n0,0,0,nan,inf,x\n,,,,,\n1e999,-1,\0,2,3,4\n9,9,9,0,0,0\n"
    ),
    "epochs: garbage rows": lambda home, _: _run(home, "epochs.csv").write_text("epoch\nx\n-5\n1e400\n\n\n\0\n"),
    "run is a link to itself": lambda home, _: _in_place_of(home / "runs" / _RUN, _loop),
    "a file among the runs": lambda home, _: _file(home / "runs" / "2026-01-01 a file"),
    "runs is a file": lambda home, _: _in_place_of(home / "runs", _file),
    "run of 10**9 steps a batch": lambda home, _: _changed(_state(home), step=10**9, steps=10**12, epochs=10**9),
    # Weights, caches, data sets, logs, other files.
    "tuned weights are noise": lambda home, random: _tuned(home).write_bytes(_noise(random)),
    "tuned weights of a later version": lambda home, _: _later_weights(_tuned(home)),
    "tuned weights of an unknown network": lambda home, _: _tuned(home).rename(
        _tuned(home).with_name("my-hand-no-such-net-7.safetensors")
    ),
    "weights folder is a file": lambda home, _: _in_place_of(home / "data" / "weights", _file),
    "cache is a file": lambda home, _: _file(home / "cache"),
    "log is a file": lambda home, _: _file(home / "log"),
    "log is a link to itself": lambda home, _: _loop(home / "log"),
    "downloads are noise": _broken_data_set,
    "data is a file": lambda home, _: _in_place_of(home / "data", _file),
    "playground files are noise": lambda home, random: [
        file.write_bytes(_noise(random)) for file in (home / "own").glob("*.json")
    ],
    "leftovers of killed writers": lambda home, random: [
        (folder / f".cnnstudio-{random.randbytes(8).hex()}.part").write_bytes(_noise(random))
        for folder in (home / "config", home / "data" / "handwriting", home / "runs" / _RUN)
    ],
    "nothing at all": lambda home, _: [shutil.rmtree(folder) for folder in home.iterdir() if folder.name != "own"],
    "all at once": lambda home, random: [HOMES[kind](home, random) for kind in _AT_ONCE],
}
# Of every kind of file one, none of which hides another.
_AT_ONCE = (
    *("digit is a folder", "idx pictures lie", "settings are all wrong", "workspace is noise"),
    *("state: process is huge", "config: unknown network", "checkpoint is cut", "weights are a pickle"),
    *("steps: garbage rows", "a file among the runs", "tuned weights of a later version"),
    *("playground files are noise", "leftovers of killed writers"),
)


def _later_weights(file: Path) -> None:
    import safetensors
    import safetensors.torch

    tensors = safetensors.torch.load_file(file)
    with safetensors.safe_open(file, "pt") as opened:
        about = json.loads(opened.metadata()["cnnstudio"])
    safetensors.torch.save_file(tensors, file, {"cnnstudio": json.dumps({**about, "schema": 99})})


# --- what happens to the disk meanwhile


@contextmanager
def _no_growth(limit: int) -> Any:
    """No file of this process can grow beyond ``limit`` bytes."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _read_only(*folders: Path) -> Any:
    """Nothing can be made or removed in these folders and those below."""
    below = [path for folder in folders for path in (folder, *folder.rglob("*")) if path.is_dir()]
    for path in below:
        path.chmod(0o555)
    try:
        yield
    finally:
        for path in below:
            path.chmod(0o755)


@contextmanager
def _vanished(*folders: Path) -> Any:
    """These folders have gone, as a disk that is pulled out; afterwards they are back."""
    away = [(folder, folder.with_name(f"{folder.name} pulled out")) for folder in folders]
    for folder, other in away:
        folder.rename(other)
    try:
        yield
    finally:
        for folder, other in away:
            if folder.exists():
                folder.rename(folder.with_name(f"{folder.name} made meanwhile"))
            other.rename(folder)


DISKS: dict[str, Callable[[Path], Any]] = {
    "full: nothing can be written": lambda _home: _no_growth(0),
    "full: 40 bytes": lambda _home: _no_growth(40),
    "full: 4 KB": lambda _home: _no_growth(4_096),
    "full: 60 KB": lambda _home: _no_growth(60_000),
    "read-only: home": lambda home: _read_only(home),
    "read-only: handwriting": lambda home: _read_only(home / "data" / "handwriting"),
    "read-only: runs": lambda home: _read_only(home / "runs"),
    "read-only: config": lambda home: _read_only(home / "config"),
    "vanished: home": lambda home: _vanished(home),
    "vanished: data": lambda home: _vanished(home / "data"),
    "vanished: handwriting": lambda home: _vanished(home / "data" / "handwriting"),
    "vanished: weights": lambda home: _vanished(home / "data" / "weights"),
    "vanished: runs": lambda home: _vanished(home / "runs"),
    "vanished: a run": lambda home: _vanished(home / "runs" / _RUN),
    "vanished: config": lambda home: _vanished(home / "config"),
}
ON_TMPFS = ("full: a small disk",)
WHILE_TRAINING = ("training: disk full", "training: the run's folder vanishes", "training: all runs vanish")

ALL = (*HOMES, *DISKS, *ON_TMPFS, *WHILE_TRAINING)

SHORT = ("all at once", "full: nothing can be written")
"""What the test run meets."""


# --- the child


def child(kinds: Sequence[str], seed: int, template: Path, place: Path) -> int:
    """Meet one fault after another; prints one JSON object a line: what began, and how it ended."""
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    from tests.system.driven import Watch, close_all

    QApplication.setQuitOnLastWindowClosed(False)
    watch = Watch()
    _give_up_rights()
    for kind in kinds:
        print(json.dumps({"begins": kind}), flush=True)
        began = time.monotonic()
        home = place / f"{ALL.index(kind):02d}"
        try:
            sentences = _meet(kind, Random(f"{seed} {kind}"), template, home)
            told: dict[str, Any] = {"sentences": sentences, "troubles": []}
        except Exception as error:
            import traceback

            told = {"sentences": [], "troubles": ["".join(traceback.format_exception(error))[-4000:]]}
            close_all()  # what the next one says must come to its own window
        told["troubles"] += watch.take()
        print(json.dumps({"ends": kind, "s": round(time.monotonic() - began, 1), **told}), flush=True)
        with suppress(OSError):
            shutil.rmtree(home)
    del application
    return 0


def _meet(kind: str, random: Random, template: Path, home: Path) -> list[str]:
    """One fault; returns what the window said.

    Raises:
        TroubleError: if something is lost, or a room does not open.
    """
    if kind in ON_TMPFS:
        home.mkdir()
        with _small_disk(home) as mounted:
            return _meet_disk(_fill_up if mounted else (lambda _home: _no_growth(20_000)), template, home, mounted)
    if kind in DISKS:
        return _meet_disk(DISKS[kind], template, home, False)
    if kind in WHILE_TRAINING:
        return _meet_training(kind, template, home)
    from tests.system.driven import Driven, TroubleError, user_files

    shutil.copytree(template, home, symlinks=True)
    HOMES[kind](home, random)
    before = user_files(home)
    # The other one of them is brought up to date meanwhile, as it should be.
    damaged = {"settings": _ini(home), "workspace": home / "data" / "workspace.json"}.get(kind.split()[0])
    aside = {damaged: damaged.read_bytes()} if damaged is not None and damaged.is_file() else {}
    driven = Driven(home)
    driven.visit_all()
    driven.keep_digit(7)
    _open_own_files(driven)
    driven.close()
    again = Driven(home)
    again.visit_all()
    again.close()
    _check_nothing_lost(home, before)
    for file, content in aside.items():
        # Read or set aside, but not thrown away: what was taken is still in the file.
        kept = [path.read_bytes() for path in file.parent.iterdir() if path.is_file()] if file.parent.is_dir() else []
        if kind != "settings are all wrong" and content not in kept:
            raise TroubleError(f"what was in {file.name} is lost")
    return driven.sentences


def _meet_disk(fault: Callable[[Path], Any], template: Path, home: Path, there: bool) -> list[str]:
    from tests.system.driven import Driven, user_files

    shutil.copytree(template, home, symlinks=True, dirs_exist_ok=there)
    before = user_files(home)
    driven = Driven(home)
    driven.visit_all()
    with fault(home):
        driven.keep_digit(3)
        driven.visit_all()
        _open_own_files(driven)
        driven.window._switch_theme()
        driven.keep_digit(4)
        driven.set_up_training(home / "own" / "exported digits")
        driven.run_to_the_end()
        driven.note_sentence()
    # Whatever it was has passed: the window goes on as if nothing had been.
    driven.keep_digit(5)
    driven.visit_all()
    driven.close()
    _check_nothing_lost(home, before)
    again = Driven(home)
    again.visit_all()
    again.close()
    _check_nothing_lost(home, before)
    return driven.sentences


def _meet_training(kind: str, template: Path, home: Path) -> list[str]:
    """The fault comes while a run goes on."""
    from cnnstudio.training.runs import list_runs
    from tests.system.driven import Driven, TroubleError, user_files

    shutil.copytree(template, home, symlinks=True)
    before = user_files(home)
    driven = Driven(home)
    driven.set_up_training(home / "own" / "exported digits", epochs=4000, batch=4)
    page = driven.window.page("train")
    driven.click("train-start", "train")
    driven.wait("some steps", lambda: any(run.state == "running" and run.epochs_done > 2 for run in list_runs()))
    run = next(run.path for run in list_runs() if run.state == "running")
    fault = {
        "training: disk full": lambda: _no_growth(0),
        "training: the run's folder vanishes": lambda: _vanished(run),
        "training: all runs vanish": lambda: _vanished(home / "runs"),
    }[kind]
    with fault():
        driven.wait("the end of the run", lambda: page.controller.state == "idle")
        driven.note_sentence()
    if not driven.sentences:
        raise TroubleError("a run failed and nothing was said")
    driven.keep_digit(5)
    driven.visit_all()
    driven.close()
    _check_nothing_lost(home, before)
    return driven.sentences


def _open_own_files(driven: Any) -> None:
    driven.open_room("playground")
    page = driven.window.page("playground")
    for file in sorted((driven.home / "own").glob("*.json")):
        page.use_file(file)
        driven.wait("the playground file is read", lambda: not page.files.busy)
        driven.note_sentence()


def _check_nothing_lost(home: Path, before: dict[str, str]) -> None:
    from tests.system.driven import TroubleError, user_files

    after = user_files(home)
    lost = sorted(name for digest, name in before.items() if digest not in after)
    if lost:
        raise TroubleError(f"lost: {', '.join(lost)}")
    if list((home / "cache").glob("**/*.png")):
        raise TroubleError("a picture of the user's is in the cache")


@contextmanager
def _small_disk(place: Path) -> Any:
    """A file system of 6 MB at ``place``; whether there is one: only root can mount it, and not everywhere."""
    mounted = (
        sys.platform.startswith("linux")
        and shutil.which("mount") is not None
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], capture_output=True
        ).returncode
        == 0
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


@contextmanager
def _fill_up(home: Path) -> Any:
    """The disk is full, to the last byte."""
    filling = home / "filling"
    # What the window has written by then may have filled it.
    with suppress(OSError), filling.open("wb") as stream:
        while True:
            stream.write(b"x" * 4096)
            stream.flush()
    try:
        yield
    finally:
        filling.unlink(missing_ok=True)


def _give_up_rights() -> None:
    """Root may write and read everywhere; without these capabilities it is as any other user among its own files."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return

    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    class Data(ctypes.Structure):
        _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))

    header, data = Header(0x20080522, 0), (Data * 2)()
    libc = ctypes.CDLL(None)
    libc.capget(ctypes.byref(header), data)
    overrides = 1 << 1 | 1 << 2 | 1 << 3  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
    data[0].effective &= ~overrides
    libc.capset(ctypes.byref(header), data)


# --- the parent


def meet(kinds: Sequence[str], seed: int = 1, report: Callable[[str], None] = print) -> list[str]:
    """Meet these faults; returns one line for each that the window did not live through."""
    failed = []
    left = list(kinds)
    with tempfile.TemporaryDirectory(prefix="cnnstudio-faults-") as temporary:
        template = Path(temporary) / "template"
        template.mkdir()
        kept_home.unpack(template)
        while left:
            met, failure = _meet_in_child(left, seed, template, Path(temporary), report)
            failed += failure
            left = left[met:]
    return failed


def _meet_in_child(
    kinds: Sequence[str], seed: int, template: Path, place: Path, report: Callable[[str], None]
) -> tuple[int, list[str]]:
    """How many of them a child met before it ended, and what went wrong."""
    homes = Path(tempfile.mkdtemp(dir=place))
    output = (homes / "output").open("wb")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "OMP_NUM_THREADS": "1",
        "PYTHONFAULTHANDLER": "1",
        "CNNSTUDIO_HOME": str(homes / "none"),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", "")))),
    }
    command = [sys.executable, "-m", "tests.system.faults", "--child", str(template), str(homes), "--seed", str(seed)]
    process = subprocess.Popen(
        [*command, "--only", *kinds], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=output, text=True
    )
    met, failed, current = 0, [], ""
    alarm = threading.Timer(SECONDS_A_FAULT, process.kill)
    alarm.start()
    assert process.stdout is not None
    for line in process.stdout:
        try:
            told = json.loads(line)
        except ValueError:
            continue
        alarm.cancel()
        alarm = threading.Timer(SECONDS_A_FAULT, process.kill)
        alarm.start()
        if "begins" in told:
            current = told["begins"]
            continue
        met += 1
        current = ""
        report(f"{told['s']:6.1f} s  {'FAILED' if told['troubles'] else 'ok    '}  {told['ends']}")
        for sentence in dict.fromkeys(told["sentences"]):
            report(f"           says: {sentence[:200]}")
        failed += [f"{told['ends']}: {trouble}" for trouble in told["troubles"]]
    process.wait()
    alarm.cancel()
    process.stdout.close()
    output.close()
    if process.returncode != 0 and met < len(kinds):
        what = "did not come to an end" if process.returncode == -9 else f"ended the process ({process.returncode})"
        tail = (homes / "output").read_text(errors="replace")[-4000:]
        report(f"          FAILED  {current or kinds[met]}: it {what}")
        failed.append(f"{current or kinds[met]}: it {what}\n{tail}")
        met += 1
    shutil.rmtree(homes, ignore_errors=True)
    return met, failed


def main(argv: Sequence[str]) -> int:
    """Run it as the module's docstring says; 0 if the window lived through everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.system faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", metavar="KIND", choices=ALL, default=list(ALL))
    parser.add_argument("--short", action="store_true", help="what the test run meets")
    parser.add_argument("--child", nargs=2, type=Path, metavar=("TEMPLATE", "PLACE"), help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child:
        return child(options.only, options.seed, *options.child)
    began = time.monotonic()
    kinds = SHORT if options.short else options.only
    failed = meet(kinds, options.seed, lambda line: print(line, flush=True))
    for failure in failed:
        print(f"\n{failure}", flush=True)
    print(f"{len(kinds)} faults, {len(failed)} failures, {time.monotonic() - began:.0f} s")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
