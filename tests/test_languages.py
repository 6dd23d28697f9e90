"""The languages' files are whole; and the two commands that make them."""

import json
import tomllib
from pathlib import Path

import pytest

from cnnstudio import resources
from tests import languages, sentences
from tests.languages import Catalogue, Entry
from tests.sentences import Text

FILES = sorted(languages.FOLDER.glob("*.ts"))

HELLO, ROWS = Text("core", "Hello"), Text("core", "{n:,} rows in {file}", counted=True)
BYE = Text("Window", "Good <b>bye</b> & thanks", "to a friend")


def test_every_language_is_whole() -> None:
    faulty = {file.stem: list(languages.faults(languages.read(file), sentences.texts())) for file in FILES}
    assert {code: faults for code, faults in faulty.items() if faults} == {}


def test_what_the_program_reads_is_what_was_translated() -> None:
    for file in FILES:
        said = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))["messages"]
        assert said == json.loads(languages._json(languages.read(file)))["messages"]


def test_a_language_is_written_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "cs.ts"
    entries = [
        Entry(BYE, ["Ahoj & <i>díky</i>"]),
        Entry(HELLO, [""], "unfinished"),
        Entry(ROWS, ["{n} řádek {file}", "{n} řádky {file}", "{n:,} řádků {file}"]),
    ]
    languages.write(Catalogue("cs", entries, unfinished=True), file)
    found = languages.read(file)
    assert (found.code, found.unfinished) == ("cs", True)
    assert sorted(found.entries, key=lambda entry: entry.text) == sorted(entries, key=lambda entry: entry.text)


def test_extracting_keeps_what_was_translated_and_tells_what_is_gone(tmp_path: Path) -> None:
    (file,) = languages.extract(["de"], tmp_path, [HELLO, BYE])
    before = languages.read(file)
    assert before.unfinished
    for entry in before.entries:
        entry.forms, entry.state = [f"({entry.text.source})"], ""
    languages.write(before, file)
    languages.extract([], tmp_path, [HELLO, ROWS])
    found = {entry.text: (entry.forms, entry.state) for entry in languages.read(file).entries}
    assert found == {
        HELLO: (["(Hello)"], ""),
        ROWS: (["", ""], "unfinished"),
        BYE: (["(Good <b>bye</b> & thanks)"], "vanished"),
    }
    languages.extract([], tmp_path, [HELLO, BYE])
    found = {entry.text: (entry.forms, entry.state) for entry in languages.read(file).entries}
    assert found == {HELLO: (["(Hello)"], ""), BYE: (["(Good <b>bye</b> & thanks)"], "unfinished")}


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ([Entry(HELLO, ["Hallo"]), Entry(ROWS, ["eine Zeile in {file}", "{n:,} Zeilen in {file}"])], None),
        ([Entry(HELLO, ["Hallo"])], "not extracted"),
        ([Entry(HELLO, [""], "unfinished"), Entry(ROWS, ["{n} {file}", "{n} {file}"])], "is not translated"),
        ([Entry(HELLO, ["Hallo"], "unfinished"), Entry(ROWS, ["{n} {file}", "{n} {file}"])], "is not translated"),
        ([Entry(HELLO, ["Hallo {name}"]), Entry(ROWS, ["{n} {file}", "{n} {file}"])], "other placeholders"),
        ([Entry(HELLO, ["Hallo"]), Entry(ROWS, ["{n}", "{n} {file}"])], "other placeholders"),
        ([Entry(HELLO, ["Hallo"]), Entry(ROWS, ["{n} {file", "{n} {file}"])], "other placeholders"),
        ([Entry(HELLO, ["Hallo"]), Entry(ROWS, ["{n} {file}"])], "has 1 forms"),
        ([*(Entry(HELLO, ["Hallo"]), Entry(ROWS, ["{n} {file}"] * 2)), Entry(BYE, ["Ade"], "vanished")], "vanished"),
    ],
)
def test_what_is_wrong_with_a_language_is_found(entries: list[Entry], fault: str | None) -> None:
    found = list(languages.faults(Catalogue("de", entries), [HELLO, ROWS]))
    assert len(found) == (fault is not None)
    assert fault is None or fault in found[0]


def test_an_unfinished_language_may_lack_translations_but_no_placeholders() -> None:
    entries = [Entry(HELLO, [""], "unfinished"), Entry(ROWS, ["{n}", "{n}"])]
    found = list(languages.faults(Catalogue("de", entries, unfinished=True), [HELLO, ROWS]))
    assert len(found) == 2
    assert all("other placeholders" in fault for fault in found)


@pytest.mark.parametrize(
    ("code", "counts", "forms"),
    [
        ("zh_CN", (0, 1, 2, 5), (0, 0, 0, 0)),
        ("de", (0, 1, 2, 21), (1, 0, 1, 1)),
        ("ru", (1, 2, 5, 11, 21, 111, 121), (0, 1, 2, 2, 0, 2, 0)),
    ],
)
def test_the_forms_of_a_count_are_those_that_qt_knows(
    code: str, counts: tuple[int, ...], forms: tuple[int, ...]
) -> None:
    by_count = languages.forms_by_count(code)
    assert tuple(by_count[count] for count in counts) == forms


def test_a_translators_table_goes_out_and_comes_back(tmp_path: Path) -> None:
    languages.extract(["de"], tmp_path, [HELLO, BYE, ROWS])
    catalogue = languages.read(tmp_path / "de.ts")
    rows = json.loads(languages.table(catalogue))
    assert [row["forms"] for row in rows] == [["", ""] if row["counted"] else [""] for row in rows]
    rows = [
        {**row, "forms": [f"<{row['source']}>"] * len(row["forms"])} for row in rows if row["source"] != HELLO.source
    ]
    languages.fill(catalogue, [*rows, {"context": "core", "source": "not said any more", "forms": ["weg"]}])
    assert {entry.text: (entry.forms, entry.state) for entry in catalogue.entries} == {
        HELLO: ([""], "unfinished"),
        BYE: (["<Good <b>bye</b> & thanks>"], ""),
        ROWS: (["<{n:,} rows in {file}>"] * 2, ""),
    }


def test_a_table_brings_back_nothing_that_is_gone() -> None:
    catalogue = Catalogue("de", [Entry(HELLO, ["Hallo"], "vanished")])
    languages.fill(catalogue, [{"context": "core", "source": HELLO.source, "forms": ["Guten Tag"]}])
    assert catalogue.entries == [Entry(HELLO, ["Hallo"], "vanished")]


@pytest.mark.parametrize("arguments", [[], ["translate"], ["compile", "de"], ["fill", "de"]])
def test_an_unknown_command_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert languages.main(arguments) == 2
    assert "extract" in capsys.readouterr().err


def test_the_glossary_has_one_word_for_one_thing() -> None:
    terms = tomllib.loads((languages.FOLDER / "glossary.toml").read_text(encoding="utf-8"))["term"]
    for word in ("english", "chinese"):
        found = [term[word] for term in terms]
        assert len(set(found)) == len(found)
    for term in terms:
        assert {"english", "chinese", "sentence"} <= set(term) <= {"english", "chinese", "sentence", "not"}
        assert term["chinese"].removesuffix("的") in term["sentence"]
        assert term["sentence"].endswith("。")


def test_nothing_chinese_says_another_word_than_the_glossarys() -> None:
    terms = tomllib.loads((languages.FOLDER / "glossary.toml").read_text(encoding="utf-8"))["term"]
    files = [*resources.path("lessons").glob("*/text.zh_CN.md"), *languages.FOLDER.glob("zh_CN/*.toml")]
    texts = [file.read_text(encoding="utf-8") for file in files]
    texts += [form for entry in languages.read(languages.FOLDER / "zh_CN.ts").entries for form in entry.forms]
    assert len(texts) > 1_000
    found = {
        f"{word} ({term['chinese']})": text[max(text.index(word) - 20, 0) :][:50]
        for term in terms
        for word in term.get("not", ())
        for text in texts
        if word in text
    }
    assert found == {}
