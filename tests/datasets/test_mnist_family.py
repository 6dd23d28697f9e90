import hashlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from cnnstudio import paths
from cnnstudio.datasets import Stage, catalogue, folder, mnist_family
from cnnstudio.errors import DownloadError, StorageError

NAMES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
FILES = {name: bytes([place]) * 300_000 for place, name in enumerate(NAMES)}
MNIST = catalogue.info("mnist")
TORCHVISION = mnist_family._torchvision  # before any test replaces it

# Seconds that a server is waited for. What does not wait for it is done in a fraction, however busy the machine.
PATIENCE = 240.0


@dataclass
class Mirror:
    """A mirror on this machine; ``mood`` is how it answers."""

    address: str = ""
    mood: str = "well"
    asked: list[str] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    mirror: Mirror

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        name = self.path.lstrip("/")
        self.mirror.asked.append(name)
        content, mood = FILES[name], self.mirror.mood
        if mood == "missing":
            self.send_error(404)
            return
        if mood == "redirecting":
            self.send_response(302)
            self.send_header("Location", f"{self.mirror.address}elsewhere")
            self.end_headers()
            return
        self.send_response(200)
        if mood != "endless":
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if mood == "wrong":
            content = content[::-1].replace(content[:1], b"?")
        elif mood in ("cut", "stalled"):
            content = content[:100_000]
        self.wfile.write(content)
        self.wfile.flush()
        if mood == "stalled":
            self.mirror.release.wait(PATIENCE)


@pytest.fixture
def mirrors() -> Iterator[list[Mirror]]:
    """Two mirrors that serve the four files."""
    servers, found = [], []
    for _ in range(2):
        mirror = Mirror()
        handler = type("Handler", (_Handler,), {"mirror": mirror})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        mirror.address = f"http://127.0.0.1:{server.server_address[1]}/"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        found.append(mirror)
    yield found
    for mirror, server in zip(found, servers, strict=True):
        mirror.release.set()
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """torchvision's list, with the checksums of this test's files."""
    resources = [(name, hashlib.md5(content).hexdigest()) for name, content in FILES.items()]
    monkeypatch.setattr(mnist_family, "_torchvision", lambda _: (resources, ("https://mirror.invalid/",)))


def finish(steps) -> tuple[list, Any]:
    events = []
    while True:
        try:
            events.append(next(steps))
        except StopIteration as finished:
            return events, finished.value


def here() -> dict[str, bytes]:
    place = paths.data_dir() / "MNIST" / "raw"
    return {file.name: file.read_bytes() for file in place.iterdir()} if place.is_dir() else {}


def test_downloads_the_four_files_with_progress(mirrors: list[Mirror]) -> None:
    events, files = finish(mnist_family.download(MNIST, mirrors=[mirrors[0].address]))
    assert here() == FILES
    assert files == MNIST.find()
    assert MNIST.ready
    done = [event.done for event in events]
    assert done == sorted(done)
    assert done[-1] == 4 * 300_000
    assert {event.stage for event in events} <= {Stage.CONNECTING, Stage.DOWNLOADING}
    assert {event.file for event in events} == {"", *NAMES}
    assert all(0 <= event.done <= event.total for event in events)


def test_what_is_there_and_whole_is_not_fetched_again(mirrors: list[Mirror]) -> None:
    finish(mnist_family.download(MNIST, mirrors=[mirrors[0].address]))
    (paths.data_dir() / "MNIST" / "raw" / NAMES[2]).write_bytes(b"damaged")
    mirrors[0].asked.clear()
    finish(mnist_family.download(MNIST, mirrors=[mirrors[0].address]))
    assert mirrors[0].asked == [NAMES[2]]
    assert here() == FILES


@pytest.mark.parametrize("mood", ["wrong", "cut", "missing", "stalled"])
def test_next_mirror_is_tried(mirrors: list[Mirror], mood: str) -> None:
    mirrors[0].mood = mood
    finish(mnist_family.download(MNIST, mirrors=[mirror.address for mirror in mirrors], timeout=0.3))
    assert here() == FILES
    assert mirrors[0].asked == [NAMES[0]]  # one that failed is asked last
    assert mirrors[1].asked == list(NAMES)


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        ("wrong", "wrong checksum"),
        ("cut", "cut train-images-idx3-ubyte.gz off after 100,000 of 300,000 bytes"),
        ("missing", "answered 404"),
        ("stalled", "did not answer"),
    ],
)
def test_a_bad_mirror_leaves_nothing(mirrors: list[Mirror], mood: str, words: str) -> None:
    mirrors[0].mood = mood
    with pytest.raises(DownloadError) as caught:
        finish(mnist_family.download(MNIST, mirrors=[mirrors[0].address], timeout=0.3))
    assert words in str(caught.value)
    assert "Check the internet connection" in str(caught.value)
    assert here() == {}


def test_far_too_much_is_refused(mirrors: list[Mirror], monkeypatch: pytest.MonkeyPatch) -> None:
    mirrors[0].mood = "endless"
    monkeypatch.setattr(mnist_family, "_MAX_FILE", 200_000)
    with pytest.raises(DownloadError, match="far more than"):
        finish(mnist_family.download(MNIST, mirrors=[mirrors[0].address]))
    assert here() == {}


def test_cancelled_in_the_middle_leaves_nothing(mirrors: list[Mirror]) -> None:
    mirrors[0].mood = "stalled"
    steps = mnist_family.download(MNIST, mirrors=[mirrors[0].address], timeout=PATIENCE)
    while next(steps).done == 0:
        pass
    assert any(name.endswith(".part") for name in here())
    start = time.monotonic()
    steps.close()
    assert time.monotonic() - start < PATIENCE / 4
    assert here() == {}


def test_cancelled_while_connecting(mirrors: list[Mirror]) -> None:
    """A server that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        steps = mnist_family.download(MNIST, mirrors=[f"http://127.0.0.1:{silent.getsockname()[1]}/"], timeout=PATIENCE)
        next(steps)
        assert next(steps).stage is Stage.CONNECTING
        start = time.monotonic()
        steps.close()
        assert time.monotonic() - start < PATIENCE / 4
    assert here() == {}


def test_leftovers_of_a_killed_download_are_cleared(mirrors: list[Mirror]) -> None:
    place = paths.data_dir() / "MNIST" / "raw"
    place.mkdir(parents=True)
    old, young = place / f".{NAMES[0]}-old.part", place / f".{NAMES[0]}-young.part"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    finish(mnist_family.download(MNIST, mirrors=[mirrors[0].address]))
    assert set(here()) == {*NAMES, young.name}


def test_silent_server_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        steps = mnist_family.download(MNIST, mirrors=[f"http://127.0.0.1:{silent.getsockname()[1]}/"], timeout=0.3)
        with pytest.raises(DownloadError, match="did not answer"):
            finish(steps)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    start = time.monotonic()
    with pytest.raises(DownloadError, match="could not be reached"):
        finish(mnist_family.download(MNIST, mirrors=[f"http://127.0.0.1:{port}/"], timeout=PATIENCE))
    assert time.monotonic() - start < PATIENCE / 4


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name look-up fails, as on a machine without internet."""

    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(DownloadError, match=r"mirror\.invalid could not be reached"):
        finish(mnist_family.download(MNIST))
    assert here() == {}


def test_name_lookup_that_hangs_does_not_hang_the_download(monkeypatch: pytest.MonkeyPatch) -> None:
    release, over = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> None:
        release.wait(PATIENCE)
        over.set()
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(DownloadError, match="did not answer"):
        finish(mnist_family.download(MNIST, timeout=0.3))
    assert not over.is_set(), "it was not waited for"
    release.set()


def test_unwritable_data_folder(mirrors: list[Mirror], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(paths, "data_dir", lambda: tmp_path / "file" / "data")
    with pytest.raises(StorageError, match="could not be written"):
        finish(mnist_family.download(MNIST, mirrors=[mirrors[0].address]))


def test_redirects_never_leave_https() -> None:
    handler = mnist_family._StayEncrypted()
    request = mnist_family.urllib.request.Request("https://mirror.invalid/file")
    headers = mnist_family.http.client.HTTPMessage()
    with pytest.raises(DownloadError, match="unencrypted"):
        handler.redirect_request(request, None, 302, "Found", headers, "http://mirror.invalid/file")
    assert handler.redirect_request(request, None, 302, "Found", headers, "https://other.invalid/file") is not None


@pytest.mark.parametrize("name", ["mnist", "fashion-mnist", "kmnist"])
def test_torchvisions_addresses_are_used_by_https_only(name: str) -> None:
    resources, addresses = TORCHVISION(catalogue.info(name))
    assert [file for file, _ in resources] == list(NAMES)
    assert addresses
    assert all(address.startswith("https://") and address.endswith("/") for address in addresses)
    assert not any("yann.lecun.com" in address or "s3-website" in address for address in addresses)
    assert mnist_family._FINGERPRINTS[dict(resources)["t10k-labels-idx1-ubyte.gz"]] == name


def test_a_folder_is_recognised(mnist_dir: Path, tmp_path: Path) -> None:
    found = mnist_family.identify(folder.locate(mnist_dir))
    assert found is MNIST
    place = tmp_path / "KMNIST" / "raw"
    place.mkdir(parents=True)
    for name in NAMES:
        (place / name).write_bytes(b"")
    assert mnist_family.identify(folder.locate(tmp_path)) is catalogue.info("kmnist")
    place.rename(tmp_path / "mine")
    assert mnist_family.identify(folder.locate(tmp_path / "mine")) is None
