"""Builds the packaged program: ``python resources/packaging/build.py``.

Makes a clean virtual environment, installs the program and a CPU-only torch into it, lets PyInstaller make one folder,
writes down what the folder holds, starts it and checks it. On Linux also a ``.tar.zst`` and a ``.deb``.

Exit status: 0 built and checked, 1 failed, 2 wrong usage, 3 no CPU-only torch is to be had here.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
NO_CPU_TORCH = 3
_TOOL_PACKAGES = "binutils dpkg-dev python3-dev tar zstd"
# torch's and Python's libraries carry symbol tables that only debuggers read: a sixth of the folder.
_WITH_SYMBOL_TABLES = ("torch/lib/*.so", "libpython*.so*", "python3*/lib-dynload/*.so")
_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)

_DRAW_ICONS = """
import sys
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
application = QGuiApplication([])
for file in sys.argv[2:]:
    size = int(file.rpartition("-")[2].removesuffix(".png"))
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(sys.argv[1]).render(painter)
    painter.end()
    if not image.save(file):
        sys.exit(f"{file} cannot be written")
"""


class BuildError(Exception):
    """The build cannot go on; the text says why."""


class Environment:
    """The clean virtual environment that the program is packaged from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def make(self, *, cuda: bool, torch_links: str | None) -> None:
        """Make it anew.

        Raises:
            SystemExit: with status ``NO_CPU_TORCH``.
        """
        call([sys.executable, "-m", "venv", "--clear", self.folder])
        sources = ["--find-links", torch_links] if torch_links else []
        torch = "torch" if cuda or platform.system() == "Darwin" else self._cpu_torch(sources)
        wheels = self.folder / "wheels"
        self._pip("wheel", "--no-deps", "--wheel-dir", wheels, ROOT)
        (wheel,) = wheels.glob("cnnstudio-*.whl")
        # In one call, so that torchvision fits this torch.
        self._pip("install", *sources, torch, f"{wheel}[package]")

    def renew(self) -> None:
        """Keep the one that is there and install only the program anew."""
        self._pip("install", "--no-deps", "--force-reinstall", ROOT)

    def _cpu_torch(self, sources: list[str]) -> str:
        """The newest torch without CUDA that pip's configured sources have, as pip wants it named."""
        listed = self._pip("index", "versions", "torch", *sources, quiet=True)
        # Newest first, in a line of its own.
        found = re.search(r"^Available versions:.*?([^ ,]+\+cpu)", listed, re.MULTILINE)
        version = found[1] if found else None
        if version is None and platform.system() == "Windows":
            return "torch"  # PyPI's is CPU-only there
        if version is None:
            print(
                "No CPU-only torch is to be had from pip's configured sources, and the CUDA build would make a folder "
                "of 5 GB. Name a folder or page that has one (--torch-links), or ask for the CUDA build (--cuda).",
                file=sys.stderr,
            )
            raise SystemExit(NO_CPU_TORCH)
        return f"torch=={version}"

    def _pip(self, *arguments: object, quiet: bool = False) -> str:
        return call([self.python, "-m", "pip", "--disable-pip-version-check", *arguments], quiet=quiet)

    def version(self, package: str) -> str:
        """The installed version of a package."""
        code = f"from importlib.metadata import version; print(version({package!r}))"
        return call([self.python, "-c", code], quiet=True).strip()


def require(*tools: str) -> None:
    """Raises ``BuildError`` unless these programs are there."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        raise BuildError(f"{', '.join(missing)} is missing. On Debian: apt install {_TOOL_PACKAGES}")


def call(command: list[object], *, quiet: bool = False, cwd: Path | None = None, **environment: str) -> str:
    """Run a command; returns its standard output if ``quiet``, else lets it be seen.

    Raises:
        BuildError: if it fails.
    """
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.PIPE if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"{' '.join(words)} ended with status {done.returncode}. {done.stderr or ''}".strip())
    return done.stdout or ""


def draw_icons(environment: Environment, work: Path) -> dict[int, Path]:
    """The program's icon as PNG files, by size."""
    icons = {size: work / f"icon-{size}.png" for size in _ICON_SIZES}
    source = ROOT / "resources" / "icons" / "cnnstudio.svg"
    call([environment.python, "-c", _DRAW_ICONS, source, *icons.values()], QT_QPA_PLATFORM="offscreen")
    return icons


def freeze(environment: Environment, work: Path, out: Path, icon: Path) -> Path:
    """Let PyInstaller make the folder; returns it, with the list of its files in it."""
    folder = out / "cnnstudio"
    shutil.rmtree(folder, ignore_errors=True)
    command = [environment.python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", out]
    call([*command, "--workpath", work / "pyinstaller", HERE / "cnnstudio.spec"], cwd=work, CNNSTUDIO_ICON=str(icon))
    if sys.platform.startswith("linux"):
        _drop_symbol_tables(folder / "_internal")
    code = (
        "import sys; from pathlib import Path; from cnnstudio import installation as i; i.write_list(Path(sys.argv[1]))"
    )
    call([environment.python, "-c", code, folder / "_internal"])
    _check_openmp(folder)
    return folder


def _drop_symbol_tables(internal: Path) -> None:
    """Leave out what no loader reads.

    Not PyInstaller's ``strip``: it takes all libraries, and breaks numpy's and Pillow's, whose segments were moved.

    Raises:
        BuildError: if that changed what the loader reads.
    """
    for file in sorted(file for pattern in _WITH_SYMBOL_TABLES for file in internal.glob(pattern)):
        if file.is_symlink():
            continue
        before = _loaded(file)
        call(["strip", "--strip-unneeded", file])
        if _loaded(file) != before:
            raise BuildError(f"{file.name} cannot do without its symbol table: strip changed more than that.")


def _loaded(library: Path) -> str:
    """What the loader reads of a library: segments, dynamic section, exported and imported symbols."""
    seen = call(["readelf", "--wide", "--program-headers", "--dynamic", "--dyn-syms", library], quiet=True)
    # The linker rounds this segment's size up to its alignment, strip does not; the loader does it again.
    return re.sub(r"^ +TLS .*\n", "", seen, flags=re.MULTILINE)


def _check_openmp(folder: Path) -> None:
    """Two OpenMP libraries in one process slow each other down or crash."""
    found = [file for pattern in ("*libgomp*", "*libiomp*", "*libomp*") for file in folder.rglob(pattern)]
    if len({file.resolve() for file in found}) > 1:
        raise BuildError(f"more than one OpenMP library: {', '.join(map(str, found))}")


def check(folder: Path) -> None:
    """Start the program as it lies there: its version, and its self-test without a screen."""
    program = folder / ("cnnstudio.exe" if os.name == "nt" else "cnnstudio")
    call([program, "--version"])
    call([program, "--self-test"], QT_QPA_PLATFORM="offscreen")


def megabytes(path: Path) -> float:
    """Size of a file, or of all files below a folder, in MB (10**6 bytes)."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink()) / 1e6


def main() -> int:
    """Build; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "packaging", help="for what can be thrown away")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="for what is built")
    parser.add_argument("--cuda", action="store_true", help="with CUDA: a folder of 5 GB")
    parser.add_argument(
        "--torch-links", metavar="WHERE", help="a folder or page with torch wheels (pip's --find-links)"
    )
    parser.add_argument("--reuse", action="store_true", help="not a clean environment, but the last one")
    parser.add_argument("--folder-only", action="store_true", help="no archive and no Debian package")
    parser.add_argument("--no-check", action="store_true", help="do not start what was built")
    options = parser.parse_args()
    work, out = options.work.resolve(), options.out.resolve()
    work.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    times: dict[str, float] = {}

    def timed(name, job, *arguments, **options):
        print(f"--- {name}", flush=True)
        began = time.monotonic()
        result = job(*arguments, **options)
        times[name] = time.monotonic() - began
        return result

    environment = Environment(work / "environment")
    linux = sys.platform.startswith("linux")
    try:
        if linux:
            packers = () if options.folder_only else ("dpkg-deb", "dpkg-shlibdeps", "tar", "zstd")
            require("objdump", "readelf", "strip", *packers)
        if options.reuse:
            timed("environment", environment.renew)
        else:
            timed("environment", environment.make, cuda=options.cuda, torch_links=options.torch_links)
        icons = draw_icons(environment, work)
        built = [timed("folder", freeze, environment, work, out, icons[max(icons)])]
        if not options.no_check:
            timed("check", check, built[0])
        if linux and not options.folder_only:
            sys.path.insert(0, str(HERE))
            import linux_packages

            version = environment.version("cnnstudio")
            built.append(timed("archive", linux_packages.archive, built[0], out, version))
            built.append(timed("Debian package", linux_packages.debian, built[0], out, version, work, icons))
    except (BuildError, FileNotFoundError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    print(f"\ntorch {environment.version('torch')}, torchvision {environment.version('torchvision')}")
    for name, seconds in times.items():
        print(f"{name:<16}{seconds:>8.0f} s")
    for path in built:
        print(f"{path.name:<40}{megabytes(path):>8.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
