"""The line at the bottom: device and memory at the left, what is going on at the right."""

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.studio import Progress, Studio

if TYPE_CHECKING:
    import psutil

_EVERY_MS = 2_000


class StatusLine(QStatusBar):
    """Asks torch for the device only once something else has loaded torch."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="window-status", sizeGripEnabled=False)
        self._process: psutil.Process | None = None
        self._machine = QLabel(objectName="window-machine")
        self._message = QLabel(objectName="window-message")
        self._progress = QLabel(objectName="window-progress")
        for label in (self._machine, self._message, self._progress):
            label.setContentsMargins(theme.SPACE_2, 0, theme.SPACE_2, 0)
        self.addWidget(self._machine)
        self.addWidget(self._message, 1)
        self.addPermanentWidget(self._progress)
        studio.statusMessage.connect(self._message.setText)
        studio.progressChanged.connect(self._show_progress)
        self._show_progress(studio.progress)
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
        return self._progress.text()

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

    @Slot(object)
    def _show_progress(self, progress: Progress) -> None:
        text = progress.text
        if text and progress.fraction is not None:
            text = f"{text} · {100 * progress.fraction:.0f} %"
        self._progress.setText(text)


def _has_mps(torch: ModuleType | None) -> bool:
    return torch is not None and hasattr(torch, "compile") and bool(torch.backends.mps.is_available())
