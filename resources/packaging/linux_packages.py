"""The Linux archive and the Debian package of a built folder. Standard library, tar, zstd and dpkg's own tools."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
_PLACE = Path("opt/cnnstudio")
# What dpkg-shlibdeps cannot see: keyboard layouts and letters are files, not libraries.
_MORE_DEPENDS = "xkb-data, fonts-dejavu-core | fonts-freefont-ttf | fonts-noto-core"
_RECOMMENDS = "xdg-utils, fonts-noto-cjk | fonts-wqy-microhei"

_DESCRIPTION = """Convolutional neural networks to be touched
 Take networks apart, slide a kernel over a picture by hand, train on
 handwritten digits and watch, draw a digit and see every layer answer.
 Everything runs on this machine, on PyTorch, without a network."""


def archive(folder: Path, out: Path, version: str) -> Path:
    """Pack the folder as ``cnnstudio-VERSION-linux-MACHINE.tar.zst``: to be unpacked anywhere."""
    file = out / f"cnnstudio-{version}-linux-{os.uname().machine}.tar.zst"
    packing = ["tar", "--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--directory"]
    tar = subprocess.Popen([*packing, folder.parent, folder.name], stdout=subprocess.PIPE)
    part = file.with_suffix(".part")
    zstd = ["zstd", "--quiet", "--force", "-19", "--long=27", "--threads=0", "-o", part]
    subprocess.run(zstd, stdin=tar.stdout, check=True)
    if tar.wait():
        raise subprocess.CalledProcessError(tar.returncode, "tar")
    return part.replace(file)


def debian(folder: Path, out: Path, version: str, work: Path, icons: dict[int, Path]) -> Path:
    """Make ``cnnstudio_VERSION_ARCHITECTURE.deb`` with the program under /opt; ``icons`` are PNG files by size."""
    architecture = _output("dpkg", "--print-architecture")
    tree = work / "debian-package"
    shutil.rmtree(tree, ignore_errors=True)
    _lay_out(folder, tree, version, icons)
    installed = sum(file.lstat().st_size for file in tree.rglob("*") if file.is_file() or file.is_symlink()) // 1024
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(
        f"Package: cnnstudio\nVersion: {version}\nArchitecture: {architecture}\nSection: education\n"
        f"Priority: optional\nMaintainer: CNN Studio <cnnstudio@localhost>\nInstalled-Size: {installed}\n"
        f"Depends: {library_packages(folder, work)}, {_MORE_DEPENDS}\nRecommends: {_RECOMMENDS}\n"
        f"Description: {_DESCRIPTION}\n",
        encoding="utf-8",
    )
    file = out / f"cnnstudio_{version}_{architecture}.deb"
    # zstd unpacks several times as fast as xz; dpkg reads it since Debian 12 and Ubuntu 18.04.
    command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z19", "--build", tree, file]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return file


def library_packages(folder: Path, work: Path) -> str:
    """What the folder's programs and libraries need of the system and the folder does not hold.

    The versions are dpkg-shlibdeps' own. It also names packages whose libraries the folder has copies of: those go.
    """
    source = work / "shlibdeps"
    shutil.rmtree(source, ignore_errors=True)
    (source / "debian").mkdir(parents=True)
    (source / "debian" / "control").write_text("Source: cnnstudio\n\nPackage: cnnstudio\nArchitecture: any\n")
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink() and _is_elf(file)]
    places = sorted({f"-l{file.parent}" for file in files})
    done = subprocess.run(
        ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *places, *map(str, files)],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        missing = sorted(set(re.findall(r"cannot find library (\S+)", done.stderr)))
        raise FileNotFoundError(f"dpkg-shlibdeps does not find {', '.join(missing) or done.stderr[-2000:]}")
    found = re.search(r"^shlibs:Depends=(.*)$", done.stdout, re.MULTILINE)
    if found is None:
        raise ValueError("dpkg-shlibdeps names no package, not even libc6")
    owners = _owners(_missing_libraries(files))
    return ", ".join(one for one in found[1].split(", ") if one.split()[0] in owners)


def _missing_libraries(files: list[Path]) -> set[str]:
    """Names of the libraries that the files need and that are not among them."""
    listed = _output("readelf", "--dynamic", "--wide", *map(str, files))
    needed = set(re.findall(r"\(NEEDED\)\s+Shared library: \[(.+?)\]", listed))
    return needed - {file.name for file in files}


def _owners(libraries: set[str]) -> set[str]:
    """The installed packages that these libraries belong to."""
    places = dict(re.findall(r"^\s*(\S+) \(.*?\) => (\S+)$", _output("/sbin/ldconfig", "--print-cache"), re.MULTILINE))
    owners = set()
    for name in libraries & set(places):
        # Where /lib is a link to /usr/lib, dpkg may know the file by the other name.
        file = os.path.realpath(places[name])
        search = ["dpkg", "--search", file, file.removeprefix("/usr"), places[name]]
        said = subprocess.run(search, capture_output=True, text=True, check=False).stdout
        owners.update(line.split(":")[0] for line in said.splitlines())
    return owners


def _lay_out(folder: Path, tree: Path, version: str, icons: dict[int, Path]) -> None:
    place = tree / _PLACE
    # Hard links: no second copy of 600 MB.
    shutil.copytree(folder, place, symlinks=True, copy_function=os.link)
    links = tree / "usr" / "bin"
    links.mkdir(parents=True)
    (links / "cnnstudio").symlink_to(f"/{_PLACE}/cnnstudio")
    share = tree / "usr" / "share"
    _copy(HERE / "linux" / "cnnstudio.desktop", share / "applications" / "cnnstudio.desktop")
    _copy(HERE / "linux" / "cnnstudio.xml", share / "mime" / "packages" / "cnnstudio.xml")
    theme = share / "icons" / "hicolor"
    _copy(ROOT / "resources" / "icons" / "cnnstudio.svg", theme / "scalable" / "apps" / "cnnstudio.svg")
    for size, drawn in icons.items():
        _copy(drawn, theme / f"{size}x{size}" / "apps" / "cnnstudio.png")
    documents = share / "doc" / "cnnstudio"
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(
        f"{(ROOT / 'resources' / 'LICENSE').read_text(encoding='utf-8')}\n"
        f"The libraries that it brings along have their own licences: /{_PLACE}/_internal/*.dist-info.\n",
        encoding="utf-8",
    )
    with gzip.GzipFile(documents / "changelog.gz", "wb", mtime=0) as changes:
        changes.write(f"cnnstudio ({version}) stable; urgency=low\n\n  * Packaged program.\n".encode())


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)


def _is_elf(file: Path) -> bool:
    with file.open("rb") as content:
        return content.read(4) == b"\x7fELF"


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
