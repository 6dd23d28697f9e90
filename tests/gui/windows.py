"""Real windows in processes of their own, with rooms that need no library: for tests of starting and ending."""

import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]

# Prints "ready" when the rooms are there, then the text of the notice; then does what each line of input says.
_PROGRAM = """
import os
import signal
import sys
if sys.platform != 'win32':
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # tests that outlive their terminal pass on that they ignore it
from cnnstudio.gui import main_window, warm_up
warm_up.LIBRARIES = ()
warm_up._load_torch_libraries = lambda: None
names = ('models', 'playground', 'train', 'draw', 'learn')
main_window.ROOMS = [main_window.Room(name, 'no_such_room', 'info', name, 'Later.') for name in names]
def attend(window):
    from PySide6.QtCore import QSocketNotifier, QTimer
    from PySide6.QtWidgets import QPushButton
    from cnnstudio import crash_report
    from cnnstudio.gui import settings
    def find(name):
        return window.findChild(QPushButton, f'window-notice-{name}')
    pending = b''
    def obey():
        nonlocal pending
        read = os.read(0, 65536)
        if not read:
            notifier.setEnabled(False)
        *lines, pending = (pending + read).split(b'\\n')
        for line in lines:
            try:
                exec(line, {'window': window, 'find': find, 'settings': settings, 'say': say})
            except Exception as error:
                say(repr(error))
    def say(text):
        print(text, flush=True)
    notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, window)
    notifier.activated.connect(obey)
    ready = crash_report.Watch.ready
    def tell(watch):
        ready(watch)
        say('ready')
        say(window.notice.text if window.notice.isVisible() else '')
    crash_report.Watch.ready = tell
from cnnstudio.gui import app
BEFORE
speaking = sys.argv[sys.argv.index('--language') + 1] if '--language' in sys.argv else None
sys.exit(app.main(attend, safe_start='--safe-start' in sys.argv, speaking=speaking))
"""

SEGFAULT = "import ctypes; ctypes.string_at(0)"


class Window:
    """One window; leaving the block ends it, if it is still there.

    Attributes:
        notice: the text of its notice when it was ready; None if it never was.
    """

    def __init__(self, home: Path, *arguments: str, before: str = "", new_session: bool = False) -> None:
        # No pipe: a process that it starts may outlive it, and would keep a pipe open.
        self._complaints = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM.replace("BEFORE", before), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
            cwd=ROOT,
            env={**os.environ, "CNNSTUDIO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
            start_new_session=new_session,
        )
        assert self.process.stdout is not None
        self.notice = self.answer() if self.process.stdout.readline() == "ready\n" else None

    def __enter__(self) -> "Window":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self._complaints):
            with suppress(BrokenPipeError):
                stream.close()

    def do(self, statement: str) -> None:
        """Run a statement in the window's process, on its thread."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{statement}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        """The next line that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def ask(self, expression: str) -> str:
        """The value of an expression in the window's process."""
        self.do(f"say({expression})")
        return self.answer()

    def end(self) -> tuple[int, str]:
        """Wait for its end; exit status and what it said on standard error."""
        status = self.process.wait(timeout=60)
        self._complaints.seek(0)
        return status, self._complaints.read()

    def close(self) -> None:
        """Close it as a user does."""
        self.do("window.close()")
        assert self.end() == (0, "")
