"""MNIST, Fashion-MNIST and Kuzushiji-MNIST from torchvision's mirrors: HTTPS only, checked, cancelled at any moment."""

import hashlib
import http.client
import queue
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from cnnstudio import compute, paths
from cnnstudio.datasets import catalogue, folder
from cnnstudio.datasets.progress import Progress, Stage
from cnnstudio.errors import DatasetError, DownloadError
from cnnstudio.files import clear_leftovers, make_folder, systems, whole_file
from cnnstudio.messages import Message, parted

# MD5 of t10k-labels-idx1-ubyte.gz: the smallest file, enough to tell the family's members apart.
_FINGERPRINTS = {
    "ec29112dd5afa0611ce80d1b7f02629c": "mnist",
    "bb300cfdad3c16e7a12a480ee83cd310": "fashion-mnist",
    "7320c461ea6c1c855c0b718fb2a4b134": "kmnist",
}

# Official HTTPS addresses that torchvision does not list; every file's checksum is torchvision's.
_MORE_MIRRORS = {
    "fashion-mnist": ("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",),
}

_GONE_HOSTS = ("yann.lecun.com",)  # no longer serves MNIST
_TIMEOUT = 6.0  # seconds without a byte before the next mirror is tried
_TICK = 0.1  # seconds between progress events while nothing arrives
_CHUNK = 1 << 16
_MAX_FILE = 256 << 20  # bytes; far above the largest file of the family


def identify(files: folder.IdxFiles) -> catalogue.DatasetInfo | None:
    """Which member of the family a folder holds, or None where that cannot be told.

    Told by the checksum of the downloaded labels file, else by torchvision's folder name (``KMNIST/raw``).
    """
    try:
        if files.test_labels.stat().st_size < _CHUNK:
            digest = hashlib.md5(files.test_labels.read_bytes(), usedforsecurity=False).hexdigest()
            if name := _FINGERPRINTS.get(digest):
                return catalogue.info(name)
    except OSError:
        return None  # reading the folder will say what is wrong with it
    place = files.test_labels.parent
    if place.name == "raw":
        return next((info for info in catalogue.available() if info.folder and info.folder == place.parent.name), None)
    return None


def download(
    info: catalogue.DatasetInfo, *, mirrors: Sequence[str] | None = None, timeout: float = _TIMEOUT
) -> Generator[Progress, None, folder.IdxFiles]:
    """Download the four files into the data folder, in torchvision's layout; returns where they lie.

    Files that are there and whole are not fetched again. Closing the generator stops at once and leaves no partial
    file. ``mirrors`` replaces torchvision's (for tests); ``timeout`` is in seconds without a byte.

    Raises:
        DownloadError: if no mirror gave a file with the right checksum.
        StorageError: if a file cannot be stored.
    """
    place = paths.data_dir() / info.folder / "raw"
    yield Progress(stage=Stage.CONNECTING, done=0, total=info.download_bytes)
    resources, official = _torchvision(info)
    addresses = list(official if mirrors is None else mirrors)
    make_folder(place)
    clear_leftovers(place)
    done = 0
    for name, md5 in resources:
        target = place / name
        if not (target.is_file() and _md5(target) == md5):
            yield from _fetch_from_any(info, target, md5, addresses, done, timeout)
        done += target.stat().st_size
    files = folder.find(place)
    if files is None:
        raise DownloadError(
            "The downloaded files of {dataset} have vanished from {place}. Download them again.",
            dataset=info.title,
            place=place,
        )
    return files


def https_mirrors(info: catalogue.DatasetInfo, listed: Sequence[str]) -> tuple[str, ...]:
    """torchvision's mirrors as HTTPS addresses, without those that are gone; official ones are added."""
    kept = []
    for mirror in listed:
        address = urlsplit(mirror)
        host = address.hostname or ""
        if host in _GONE_HOSTS:
            continue
        # Amazon's website hosts speak no HTTPS; the same bucket's storage host does.
        host = host.replace(".s3-website.", ".s3.")
        kept.append(f"https://{host}{address.path}")
    return (*kept, *_MORE_MIRRORS.get(info.name, ()))


def _torchvision(info: catalogue.DatasetInfo) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """(file name, MD5) of each file and the mirrors, from torchvision's own class."""
    source: Any = getattr(compute.torchvision("torchvision.datasets"), info.folder)
    return list(source.resources), https_mirrors(info, source.mirrors)


def _md5(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _fetch_from_any(
    info: catalogue.DatasetInfo, target: Path, md5: str, mirrors: list[str], before: int, timeout: float
) -> Iterator[Progress]:
    failures: dict[str, None] = {}  # each once, in order
    for mirror in tuple(mirrors):
        try:
            yield from _fetch(info, f"{mirror}{target.name}", target, md5, before, timeout)
        except DownloadError as error:
            failures[str(error)] = None
            # The next files need not wait for a mirror that does not answer.
            mirrors.remove(mirror)
            mirrors.append(mirror)
        else:
            return
    raise DownloadError(
        "{dataset} could not be downloaded: {failures}. Check the internet connection, or choose a folder that has the "
        "files.",
        dataset=info.title,
        failures=parted(failures),
    )


def _fetch(
    info: catalogue.DatasetInfo, url: str, target: Path, md5: str, before: int, timeout: float
) -> Iterator[Progress]:
    host = urlsplit(url).hostname
    digest = hashlib.md5(usedforsecurity=False)
    received = 0
    with whole_file(target, sync=False) as file, _Connection(url, timeout) as connection:
        waited_since = time.monotonic()
        while (chunk := connection.next_chunk()) != b"":
            if chunk is not None:
                file.write(chunk)
                digest.update(chunk)
                received += len(chunk)
                waited_since = time.monotonic()
                if received > _MAX_FILE:
                    raise DownloadError("{host} sent far more than {target} can hold", host=host, target=target.name)
            elif time.monotonic() - waited_since > timeout:
                raise DownloadError("{host} did not answer within {timeout:g} seconds", host=host, timeout=timeout)
            yield Progress(
                stage=Stage.DOWNLOADING if received else Stage.CONNECTING,
                done=before + received,
                total=max(info.download_bytes, before + received),
                file=target.name,
            )
        if connection.promised is not None and received < connection.promised:
            raise DownloadError(
                "{host} cut {target} off after {received:,} of {wanted:,} bytes",
                host=host,
                target=target.name,
                received=received,
                wanted=connection.promised,
            )
        if digest.hexdigest() != md5:
            raise DownloadError("{host} sent a {target} with a wrong checksum", host=host, target=target.name)


class _Connection:
    """One HTTP response, received on a thread of its own.

    Looking up a name cannot be given a time-out, and a stalled read cannot be interrupted: the generator must never
    wait for either, so that a download can be cancelled at any moment. The thread owns nothing but the socket, and
    ends by itself at the latest when the socket times out.
    """

    def __init__(self, url: str, timeout: float) -> None:
        self.promised: int | None = None  # bytes, from Content-Length
        self._url = url
        self._timeout = timeout
        self._chunks: queue.Queue[bytes | Exception] = queue.Queue(maxsize=16)
        self._closed = threading.Event()

    def __enter__(self) -> "_Connection":
        threading.Thread(target=self._receive, name="download", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()

    def next_chunk(self) -> bytes | None:
        """The next bytes, ``b""`` at the end, None if nothing came for a moment; a failure is raised."""
        try:
            chunk = self._chunks.get(timeout=_TICK)
        except queue.Empty:
            return None
        if isinstance(chunk, Exception):
            raise DownloadError(_explain(chunk, urlsplit(self._url).hostname or self._url)) from chunk
        return chunk

    def _receive(self) -> None:
        try:
            with _opener().open(self._url, timeout=self._timeout) as response:
                length = response.headers.get("Content-Length", "")
                self.promised = int(length) if length.isdigit() else None
                self._pass_on_response(response)
        except http.client.IncompleteRead:
            self._put_chunk(b"")  # the receiver compares with what was promised
        except (OSError, http.client.HTTPException, DatasetError) as error:
            self._put_chunk(error)

    def _pass_on_response(self, response: IO[bytes]) -> None:
        while not self._closed.is_set():
            chunk = response.read(_CHUNK)
            self._put_chunk(chunk)
            if not chunk:
                return

    def _put_chunk(self, item: bytes | Exception) -> None:
        while not self._closed.is_set():
            try:
                self._chunks.put(item, timeout=_TICK)
            except queue.Full:
                continue
            return


class _StayEncrypted(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never from HTTPS to an unencrypted address."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if req.type == "https" and urlsplit(newurl).scheme != "https":
            raise DownloadError("{host} redirects to an unencrypted address", host=req.host)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    opener = urllib.request.build_opener(_StayEncrypted)
    opener.addheaders = [("User-Agent", "cnnstudio")]
    return opener


def _explain(error: Exception, host: str) -> str:
    if isinstance(error, DatasetError):
        return str(error)
    if isinstance(error, urllib.error.HTTPError):
        return Message("{host} answered {code} {reason}", host=host, code=error.code, reason=error.reason)
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return Message("{host} did not answer in time", host=host)
    if isinstance(cause, OSError) and cause.strerror:
        return Message("{host} could not be reached ({why})", host=host, why=systems(cause))
    return Message("{host} could not be reached ({why})", host=host, why=cause)
