"""The line at the bottom: device and memory at the left, what is going on at the right."""

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.elided import Elided
from cnnstudio.gui.widgets.jobs_line import JobsLine

if TYPE_CHECKING:
    import psutil

_EVERY_MS = 2_000
# What a message keeps while much goes on; whole in its tip.
_LEAST_MESSAGE = 120


class StatusLine(QStatusBar):
    """Asks torch for the device only once something else has loaded torch."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="window-status", sizeGripEnabled=False)
        self._process: psutil.Process | None = None
        self._machine = QLabel(objectName="window-machine")
        self._message = Elided("window-message", least=_LEAST_MESSAGE, modest=True)
        self._jobs = JobsLine(studio.jobs)
        for label in (self._machine, self._message):
            label.setContentsMargins(theme.SPACE_2, 0, theme.SPACE_2, 0)
        self.addWidget(self._machine)
        self.addWidget(self._message, 1)
        self.addPermanentWidget(self._jobs)
        studio.statusMessage.connect(self._show_message)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    @property
    def machine_text(self) -> str:
        """What is written about device and memory."""
        return self._machine.text()

    @property
    def progress_text(self) -> str:
        """What is written about what is going on."""
        return self._jobs.text

    @Slot(str)
    def _show_message(self, message: str) -> None:
        # A slot of its own goes with this; a label's own ``setText`` was still called when both were gone.
        self._message.setText(message)

    @Slot()
    def refresh(self) -> None:
        """Read device and memory anew."""
        if self._process is None:
            import psutil  # after the first paint

            self._process = psutil.Process()
        memory = labels.data_size(self._process.memory_info().rss)
        # A module that is still being imported has no __version__ yet; its parts must not be touched.
        torch = sys.modules.get("torch")
        if torch is None or not hasattr(torch, "compile") or not torch.cuda.is_initialized():
            device = self.tr("Apple GPU") if _has_mps(torch) else self.tr("CPU")
            self._machine.setText(f"{device} · {memory}")
            return
        free, total = torch.cuda.mem_get_info()
        self._machine.setText(
            self.tr("{device} · {used} of {total} · program {memory}").format(
                device=torch.cuda.get_device_name(),
                used=labels.data_size(total - free),
                total=labels.data_size(total),
                memory=memory,
            )
        )


def _has_mps(torch: ModuleType | None) -> bool:
    return torch is not None and hasattr(torch, "compile") and bool(torch.backends.mps.is_available())
