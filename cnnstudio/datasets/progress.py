"""What a data set that is being fetched, read or made tells on its way."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What is going on."""

    CONNECTING = "connecting"
    DOWNLOADING = "downloading"
    READING = "reading"
    DRAWING = "drawing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One progress event.

    Attributes:
        stage: what is going on.
        done: bytes (downloading) or files (reading) or pictures (drawing) so far.
        total: of them in all; never 0.
        file: the file it is about, else empty.
    """

    stage: Stage
    done: int
    total: int
    file: str = ""
