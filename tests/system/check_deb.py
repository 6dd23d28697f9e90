"""Checks the Debian package on a clean Debian: ``python -m tests.system.check_deb FILE.deb [--root FOLDER]``, as root.

A fresh root is made with debootstrap (or an existing one is copied), the package is installed with nothing but what it
declares, started and removed; then nothing of it may be left but the user's own files. Needs a network for apt.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RELEASE = "bookworm"
_USER = "learner"
# What dpkg, apt and the login system keep for themselves, and what all programs share.
_OTHERS = ("var/lib/dpkg", "var/cache", "var/lib/apt", "var/log", "proc", "dev", "sys", "tmp", f"home/{_USER}", "root")


def make_root(root: Path, template: Path | None) -> None:
    """A minimal Debian in ``root``, with apt set up as on this machine."""
    if template:
        subprocess.run(["cp", "--archive", "--reflink=auto", template, root], check=True)
    else:
        subprocess.run(["debootstrap", "--variant=minbase", RELEASE, root], check=True, stdout=subprocess.DEVNULL)
    # The way to the package source: names, proxies and certificates.
    for name in ("resolv.conf", "hosts"):
        shutil.copy(f"/etc/{name}", root / "etc" / name)
    for file in Path("/etc/apt/apt.conf.d").iterdir():
        if "Acquire" in file.read_text(errors="replace") and "docker" not in file.name:
            shutil.copy(file, root / "etc" / "apt" / "apt.conf.d" / file.name)


@contextmanager
def mounted(root: Path) -> Iterator[None]:
    """The kernel's file systems in ``root``; taken away again whatever happens."""
    places = []
    try:
        for kind, name in (("proc", "proc"), ("devtmpfs", "dev")):
            subprocess.run(["mount", "-t", kind, kind, root / name], check=True)
            places.append(root / name)
        yield
    finally:
        for place in reversed(places):
            subprocess.run(["umount", "--lazy", place], check=True)


def run(root: Path, *command: str, user: str = "root", check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command in ``root`` with a plain environment; its output is kept."""
    home = "/root" if user == "root" else f"/home/{user}"
    environment = {
        "HOME": home, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    switch = [] if user == "root" else [f"--userspec={user}:{user}"]
    done = subprocess.run(
        ["chroot", *switch, root, *command], env=environment, capture_output=True, text=True, check=False
    )
    if check and done.returncode:
        raise AssertionError(
            f"{' '.join(command)}: status {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )
    return done


def files(root: Path) -> set[str]:
    """All files, links and folders below ``root``, without those of ``_OTHERS``."""
    found = set()
    for folder, names, others in os.walk(root):
        here = Path(folder).relative_to(root)
        names[:] = [name for name in names if (here / name).as_posix() not in _OTHERS]
        found.update((here / name).as_posix() for name in (*names, *others))
    return found


def check(root: Path, package: Path) -> None:
    """Install, start, remove."""
    run(root, "apt-get", "update")
    run(root, "useradd", "--create-home", _USER)
    shutil.copy(package, root / "tmp" / package.name)
    declared = run(root, "dpkg-deb", "--field", f"/tmp/{package.name}", "Depends").stdout.strip()
    print(f"depends on {declared}")
    said = run(
        root, "apt-get", "install", "--yes", "--no-install-recommends", "--simulate", f"/tmp/{package.name}"
    ).stdout
    needed = [line.split()[1] for line in said.splitlines() if line.startswith("Inst ") and "cnnstudio" not in line]
    # First what it depends on, so that what it brings itself can be told apart.
    if needed:
        run(root, "apt-get", "install", "--yes", "--no-install-recommends", *needed)
    before = files(root)
    run(root, "apt-get", "install", "--yes", "--no-install-recommends", f"/tmp/{package.name}")
    print(f"installed with {len(needed)} packages that a minimal Debian lacks")
    print(run(root, "cnnstudio", "--version", user=_USER).stdout.strip())
    linked = run(
        root, "sh", "-c", "find /opt/cnnstudio -name '*.so*' -type f -exec ldd {} + 2>&1 | grep 'not found' || true"
    )
    missing = sorted({line.split("=>")[0].strip() for line in linked.stdout.splitlines()})
    # Libraries are found by the path that the program sets; alone, ldd does not see it.
    missing = [name for name in missing if not list((root / "opt" / "cnnstudio").rglob(name))]
    print(f"libraries that nothing brings: {', '.join(missing) or 'none'}")
    assert not missing, missing
    print(run(root, "cnnstudio", "--self-test", user=_USER).stdout)
    run(root, "cnnstudio", "train", "--dataset", "builtin", "--recipe", "fast", "--epochs", "1", user=_USER)
    runs = root / "home" / _USER / ".local" / "share" / "cnnstudio" / "runs"
    assert list(runs.iterdir()), "the run was not kept in the user's folder"
    for file in (
        "applications/cnnstudio.desktop",
        "mime/packages/cnnstudio.xml",
        "icons/hicolor/48x48/apps/cnnstudio.png",
    ):
        assert (root / "usr" / "share" / file).is_file(), file
    run(root, "apt-get", "purge", "--yes", "cnnstudio")
    left = sorted(files(root) - before)
    assert not left, f"left behind: {left[:20]}"
    assert list(runs.iterdir()), "removing it took the user's runs along"
    print("removed; nothing is left but the user's own files")


def main() -> int:
    """Run the check; 1 when it fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("--root", type=Path, help="an existing minimal Debian to copy, instead of debootstrap")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "debian"
        make_root(root, options.root)
        try:
            with mounted(root):
                check(root, options.package.resolve())
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            print(f"FAILED: {error}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
