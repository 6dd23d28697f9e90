"""Where the packaged program starts: is it whole, then the command line. What is heavy is imported later."""

import multiprocessing
import os
import sys

from cnnstudio import installation
from cnnstudio.messages import Message


def _in_the_users_language(problem: Message) -> str:
    try:
        from cnnstudio import translations

        return translations.users().say(problem)
    except Exception:  # what that needs is among what is damaged
        return problem


def _complain(problem: str) -> None:
    """To the terminal, and, where the program was started without one, in a window."""
    if sys.stderr is not None:
        print(f"cnnstudio: {problem}", file=sys.stderr)
        if sys.stderr.isatty() or len(sys.argv) > 1:
            return
    try:
        from PySide6.QtWidgets import QApplication, QMessageBox

        from cnnstudio.gui import platform_check
    except Exception:  # Qt is among what is damaged, or the program's own modules are
        return
    # A display that is named need not be there: Qt would abort the process over it.
    if not platform_check.shows_windows():
        return
    application = QApplication(sys.argv[:1])
    QMessageBox.critical(None, "CNN Studio", problem)
    del application


def _start() -> int:
    # For this process alone: programs that it opens, such as the file manager, must not find its libraries.
    former = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if former is not None:
        os.environ["LD_LIBRARY_PATH"] = former
    if os.name == "posix" and not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        os.environ["LC_CTYPE"] = "C.UTF-8"  # Qt complains about any other
    problem = installation.problem(installation.folder())
    if problem:
        _complain(_in_the_users_language(problem))
        return 1
    from cnnstudio.cli import main

    return main()


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(_start())
