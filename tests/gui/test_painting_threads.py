"""Painting waits for no other thread."""

import json
import os
import subprocess
import sys

import pytest

# Fills and scales what Qt would share out, in a process that has painted nothing before.
PAINT = """
import json, os, sys
if sys.argv[1] == "studio":
    import cnnstudio.gui
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

app = QGuiApplication(["painting"])

def pooled():
    names = []
    for task in os.listdir("/proc/self/task"):
        with open(f"/proc/self/task/{task}/comm") as file:
            names.append(file.read().strip())
    return sum("pooled" in name for name in names)

image = QImage(1200, 1200, QImage.Format.Format_ARGB32_Premultiplied)
image.fill(QColor("white"))
small = QImage(60, 60, QImage.Format.Format_RGB32)
small.fill(QColor("red"))
painter = QPainter(image)
painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
painter.drawImage(image.rect(), small)
painter.fillRect(image.rect(), QColor(0, 0, 255, 90))
painter.end()
print(json.dumps([pooled(), image.pixelColor(600, 600).getRgb()]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads have names to be counted by on Linux alone")
@pytest.mark.parametrize("own", [None, "1"])
def test_large_fills_and_pictures_are_painted_by_the_windows_thread_alone(own: str | None) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("QT_NO_GUI_THREADPOOL", None)
    if own is not None:
        environment["QT_NO_GUI_THREADPOOL"] = own
    found = []
    for who in ("studio", "plain"):
        done = subprocess.run(
            [sys.executable, "-c", PAINT, who], env=environment, capture_output=True, text=True, check=True, timeout=120
        )
        found.append(json.loads(done.stdout))
    (threads, color), (plain_threads, plain_color) = found
    assert threads == 0
    assert color == plain_color == [165, 0, 90, 255]
    # Without the studio's word for it Qt takes them where there are cores.
    assert own is not None or len(os.sched_getaffinity(0)) == 1 or plain_threads > 0
