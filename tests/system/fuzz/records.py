"""What the watched process writes down, read as it comes."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.system.fuzz import Outcome


class Records:
    """Adds up the lines of a file that another process writes."""

    def __init__(self, file: Path, outcome: "Outcome") -> None:
        self.outcome = outcome
        self.lines: dict[str, set[int]] = {}
        self._file = file
        self._place = 0

    def read(self) -> None:
        """Take in what is new."""
        try:
            with self._file.open("rb") as content:
                content.seek(self._place)
                text = content.read()
        except FileNotFoundError:
            return
        whole = text[: text.rfind(b"\n") + 1]
        self._place += len(whole)
        for line in whole.splitlines():
            self._take(json.loads(line))

    def _take(self, record: dict[str, object]) -> None:
        outcome = self.outcome
        event = record["event"]
        if event == "started":
            outcome.base = max(outcome.base, int(str(record["base"])) >> 20)
        elif event == "lines":
            lines = record["lines"]
            assert isinstance(lines, dict)
            for file, numbers in lines.items():
                self.lines.setdefault(file, set()).update(numbers)
        elif event == "fault":
            faults = record["faults"]
            assert isinstance(faults, list)
            outcome.inputs += 1
            outcome.faults.append((int(str(record["number"])), "\n".join(faults)))
        elif event in ("loaded", "refused"):
            outcome.inputs += 1
            outcome.loaded += event == "loaded"
            outcome.refused += event == "refused"
            outcome.peak = max(outcome.peak, int(str(record["peak"])))
            outcome.slowest = max(outcome.slowest, float(str(record["seconds"])))
