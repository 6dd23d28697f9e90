"""The commands for the languages' files: ``python -m tests.languages extract``, ``compile``, ``table``, ``fill``.

``extract [CODE...]`` brings every ``resources/translations/CODE.ts`` up to date with what the sources say, and begins
one for each code named that has none: new texts are unfinished, those that are gone stay as vanished until somebody
deletes them.
``compile`` writes ``CODE.qm`` for the window and ``CODE.json`` for the ground floor's messages beside it.
``table CODE`` prints every text beside its translation as JSON, and ``fill CODE FILE...`` takes the translations of
such files into the language's: a translator works on a table, and reads it as one.

A ``.ts`` file is Qt Linguist's. One that holds ``<extra-state>unfinished</extra-state>`` may lack translations.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from cnnstudio.translations import ENGLISH
from tests import sentences
from tests.sentences import CORE, Text

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "translations"

# Languages that have another number of forms for a count than two.
_FORMS = {"id": 1, "ja": 1, "ko": 1, "th": 1, "vi": 1, "zh": 1, "cs": 3, "lt": 3, "lv": 3, "pl": 3, "ru": 3, "uk": 3}
_MOST_FORMS = 6
_COUNTS = 200


@dataclass(slots=True)
class Entry:
    """A text and what it is in a language.

    Attributes:
        forms: one text, or as many as the language has for a count; empty ones are to be translated.
        state: "" where it is done, ``unfinished``, or ``vanished``: the sources do not say it any more.
    """

    text: Text
    forms: list[str]
    state: str = ""

    @property
    def translated(self) -> bool:
        """Whether it says something."""
        return all(self.forms)


@dataclass(slots=True)
class Catalogue:
    """One language's file."""

    code: str
    entries: list[Entry]
    unfinished: bool = False


# --- the file


def read(file: Path) -> Catalogue:
    """What a ``.ts`` file holds."""
    root = Xml.parse(file).getroot()
    entries = []
    for context in root.iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            said = message.find("translation")
            assert said is not None, f"{file}: a message without a translation element"
            counted = message.get("numerus") == "yes"
            text = Text(name, message.findtext("source", ""), message.findtext("comment", ""), counted)
            forms = [form.text or "" for form in said.iter("numerusform")] if counted else [said.text or ""]
            entries.append(Entry(text, forms, said.get("type", "")))
    return Catalogue(root.get("language", file.stem), entries, root.findtext("extra-state", "") == "unfinished")


def write(catalogue: Catalogue, file: Path) -> None:
    """Write a ``.ts`` file, in order."""
    root = Xml.Element("TS", version="2.1", language=catalogue.code, sourcelanguage="en")
    context, name = root, None
    for entry in sorted(catalogue.entries, key=lambda entry: entry.text):
        if entry.text.context != name:
            name = entry.text.context
            context = Xml.SubElement(root, "context")
            Xml.SubElement(context, "name").text = name
        message = Xml.SubElement(context, "message", {"numerus": "yes"} if entry.text.counted else {})
        Xml.SubElement(message, "source").text = entry.text.source
        if entry.text.comment:
            Xml.SubElement(message, "comment").text = entry.text.comment
        said = Xml.SubElement(message, "translation", {"type": entry.state} if entry.state else {})
        if entry.text.counted:
            for form in entry.forms:
                Xml.SubElement(said, "numerusform").text = form
        else:
            said.text = entry.forms[0]
    if catalogue.unfinished:
        Xml.SubElement(root, "extra-state").text = "unfinished"
    Xml.indent(root, "    ")
    body = Xml.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


# --- extracting


def updated(catalogue: Catalogue, said: Iterable[Text]) -> Catalogue:
    """The same with the texts that the sources say now."""
    known = {entry.text: entry for entry in catalogue.entries}
    entries = []
    for text in said:
        entry = known.pop(text, None)
        if entry is None:
            entries.append(Entry(text, [""] * (forms_of(catalogue.code) if text.counted else 1), "unfinished"))
        else:
            back = entry.state == "vanished"  # what was thought of it then need not hold now
            entries.append(Entry(text, entry.forms, "unfinished" if back else entry.state))
    gone = [Entry(entry.text, entry.forms, "vanished") for entry in known.values() if any(entry.forms)]
    return Catalogue(catalogue.code, entries + gone, catalogue.unfinished)


def forms_of(code: str) -> int:
    """How many forms a language has for a count."""
    return _FORMS.get(code.partition("_")[0], 2)


def extract(codes: Sequence[str] = (), folder: Path = FOLDER, said: Sequence[Text] | None = None) -> list[Path]:
    """Bring all languages up to date, and begin those that are named; returns their files."""
    texts = sentences.texts() if said is None else said
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted({*folder.glob("*.ts"), *(folder / f"{code}.ts" for code in codes)})
    for file in files:
        before = read(file) if file.exists() else Catalogue(file.stem, [], unfinished=True)
        write(updated(before, texts), file)
    return files


# --- the table that a translator works on


def table(catalogue: Catalogue) -> str:
    """Every text that the sources say beside its translation, as JSON, one a line."""
    rows = [
        {
            "context": entry.text.context,
            "source": entry.text.source,
            "comment": entry.text.comment,
            "counted": entry.text.counted,
            "forms": entry.forms,
        }
        for entry in sorted(catalogue.entries, key=lambda entry: entry.text)
        if entry.state != "vanished"
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n"


def fill(catalogue: Catalogue, rows: Iterable[dict[str, Any]]) -> None:
    """Take the translations of a table; rows that are not translated or not said any more change nothing."""
    known = {entry.text: entry for entry in catalogue.entries}
    for row in rows:
        text = Text(row["context"], row["source"], row.get("comment", ""), row.get("counted", False))
        if text in known and known[text].state != "vanished" and all(row["forms"]):
            known[text].forms, known[text].state = list(row["forms"]), ""


# --- compiling


def compile_all(folder: Path = FOLDER) -> list[Path]:
    """Write what the program reads, for every language; returns the files."""
    written = []
    for file in sorted(folder.glob("*.ts")):
        catalogue = read(file)
        compiled, messages = file.with_suffix(".qm"), file.with_suffix(".json")
        _release(file, compiled)
        messages.write_text(_json(catalogue), encoding="utf-8")
        written += [compiled, messages]
    return written


def _release(file: Path, compiled: Path) -> None:
    import PySide6

    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    done = subprocess.run(
        [tool, "-silent", "-removeidentical", file, "-qm", compiled], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"lrelease failed: {done.stdout}{done.stderr}")


def _json(catalogue: Catalogue) -> str:
    messages = {
        entry.text.source: entry.forms if entry.text.counted else entry.forms[0]
        for entry in catalogue.entries
        if entry.text.context == CORE and entry.translated and entry.state != "vanished"
    }
    data = {"forms": forms_by_count(catalogue.code), "messages": messages}
    return json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def forms_by_count(code: str) -> list[int]:
    """Which of its forms a language takes for 0, 1, 2 ... things, as Qt knows it."""
    from PySide6.QtCore import QTranslator

    probe = Text("probe", "%n", counted=True)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / f"{code}.ts"
        write(Catalogue(code, [Entry(probe, [str(form) for form in range(forms_of(code))])]), file)
        _release(file, file.with_suffix(".qm"))
        translator = QTranslator()
        assert translator.load(str(file.with_suffix(".qm")))
        return [int(translator.translate("probe", "%n", None, count)) for count in range(_COUNTS)]


# --- a language that nobody speaks

_WORD = 8
_KEPT = re.compile(r"<[^>]*>|&\w+;|\{[^}]*\}|%n|%\d|%(?:\(\w+\))?[rs]")
# Of what argparse says.
_PERCENT = re.compile(r"%(?:\(\w+\))?[rs]\b")
_ACCENTS = str.maketrans("ACEINOSUYZaceinosuyz", "ÅÇÉÎÑÖŠÛÝŽåçéîñöšûýž")


def pseudo(text: str) -> str:
    """A text with accents, 40 % longer, its placeholders as they are: what is not translated or cut is seen at once."""
    pieces, end = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [text[end : kept.start()].translate(_ACCENTS), kept[0]]
        end = kept.end()
    said = "".join(pieces) + text[end:].translate(_ACCENTS)
    longer = len(text) * 2 // 5 + 1
    tail = " ".join("~" * min(_WORD, longer - begun) for begun in range(0, longer, _WORD))
    return f"{said}{tail}"


_TWO_WORDS = re.compile(r"(?<![\w./-])[A-Za-z]?[a-z]+ [a-z]{2,}\b")
_PROGRAM = re.compile(r"cnnstudio( (train|networks|summary|predict|lessons))?")


def english_in(text: str) -> list[str]:
    """Every two English words that stand side by side in what a terminal shows; commands are none."""
    return _TWO_WORDS.findall(_PROGRAM.sub("", text))


def make_pseudo(code: str, folder: Path) -> Path:
    """Add a language with all texts to a folder: those of the sources, one file and what is compiled of it; and prose.

    The prose, cards and figures and the like, is a folder of its own.
    """
    (folder / code).mkdir()
    for file in (FOLDER / ENGLISH).glob("*.toml"):
        said = re.sub(r'"([^"\n]*)"', lambda text: f'"{pseudo(text[1])}"', file.read_text(encoding="utf-8"))
        (folder / code / file.name).write_text(said, encoding="utf-8")
    file = folder / f"{code}.ts"
    entries = [
        Entry(text, [pseudo(text.source)] * (forms_of(code) if text.counted else 1)) for text in sentences.texts()
    ]
    write(Catalogue(code, entries), file)
    compile_all(folder)
    return file


# --- checking


def faults(catalogue: Catalogue, said: Iterable[Text]) -> Iterator[str]:
    """What is wrong with a language; only one that is unfinished may lack translations."""
    known = {entry.text: entry for entry in catalogue.entries}
    wanted = set(said)
    for text in sorted(wanted - known.keys()):
        yield f"{text.context}: not extracted: {text.source!r}"
    for entry in catalogue.entries:
        where = f"{entry.text.context}: {entry.text.source!r}"
        if entry.text not in wanted:
            yield f"{where} has vanished"
        if not entry.translated or entry.state == "unfinished":
            if not catalogue.unfinished:
                yield f"{where} is not translated"
            continue
        if entry.text.counted and len(entry.forms) != forms_of(catalogue.code):
            yield f"{where} has {len(entry.forms)} forms"
        for form in entry.forms:
            if _names(form) - _names(entry.text.source) or (
                # In a form for a single thing the count may be a word.
                _names(entry.text.source) - _names(form) - ({"n"} if entry.text.counted else set())
            ):
                yield f"{where} has other placeholders: {form!r}"


def _names(text: str) -> set[str]:
    """The placeholders of a text, Python's of both kinds and Qt's; where braces hold none, the braces."""
    try:
        found = set(sentences.placeholders(text))
    except ValueError:
        found = set("{}") & set(text)
    return found | {mark for mark in ("%n", "%1", "%2", "%3") if mark in text} | set(_PERCENT.findall(text))


def main(arguments: Sequence[str]) -> int:
    """Run one command."""
    match list(arguments):
        case ["extract", *codes]:
            print(*extract(codes), sep="\n")
        case ["table", code]:
            print(table(read(FOLDER / f"{code}.ts")), end="")
        case ["fill", code, *tables] if tables:
            catalogue = read(FOLDER / f"{code}.ts")
            for file in tables:
                fill(catalogue, json.loads(Path(file).read_text(encoding="utf-8")))
            write(catalogue, FOLDER / f"{code}.ts")
        case ["compile"]:
            print(*compile_all(), sep="\n")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
