"""The glossary, held: a word that stands for another one appears in no name of the package and in no sentence shown."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "cnnstudio"

INSTEAD = {
    "answer": "prediction (of the network), activation (of a layer) or reply (of a worker)",
    "reading": "prediction",
    "hand": "handwriting, own digits",
    "my": "handwriting, own digits",
    "gate": "rejector",
    "sees": "receptive field",
    "field": "receptive field, network input or setting",
    "option": "setting",
}
"""What a word is to be replaced by in names of modules and classes."""

SHOWN = {
    "answer": INSTEAD["answer"],
    "gate": INSTEAD["gate"],
    "my hand": INSTEAD["my"],
    "your hand": "your handwriting",
    "own hand": "handwriting",
}
"""What a word or two are to be replaced by in sentences of the window."""

ALLOWED = {
    "DatasetField": "a control of a form",
    "NumberField": "a control of a form",
    "dataset_field": "a control of a form",
    "number_field": "a control of a form",
    "fields": "gui/widgets/fields.py is about the controls of forms",
    "Option": "gui/settings.py: one of the program's own, not of a run",
    "_Fields": "networks/onnx_file.py: of a protobuf message, which calls them so",
}
"""Names that may stay, and why."""

VAGUE = {"_ask", "_dress", "_put", "_say", "_take", "_tell", "_told"}
"""Private verbs that leave out what they act on."""


def words_of(name: str) -> list[str]:
    """The words of a name in any case, each in the singular: ``LayerAnswers`` -> layer, answer."""
    found = (word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name))
    return [word[:-1] if word[:-1] in INSTEAD else word for word in found]


def faults_of_name(name: str) -> list[str]:
    """The words of a name that the glossary has others for."""
    if name in ALLOWED:
        return []
    words = words_of(name)
    return [
        word
        for place, word in enumerate(words)
        if word in INSTEAD and not (word == "field" and words[place - 1] == "receptive" and place)
    ]


def faults(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """What is wrong in a module, a sentence each."""
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            for word in faults_of_name(node.name):
                yield f"class {node.name}, line {node.lineno}: {word} -> {INSTEAD[word]}"
        elif isinstance(node, ast.FunctionDef) and node.name in VAGUE:
            yield f"{node.name}, line {node.lineno}, does not say what it acts on"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr":
            for part in node.args:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    for word, other in SHOWN.items():
                        if re.search(rf"\b{word}(s|ed|ing)?\b", part.value, re.IGNORECASE):
                            yield f"{part.value!r}, line {part.lineno}: {word} -> {other}"


@pytest.fixture(scope="module")
def modules() -> dict[Path, list[ast.AST]]:
    """The nodes of every module of the package."""
    files = sorted(PACKAGE.rglob("*.py"))
    return {file: list(ast.walk(ast.parse(file.read_text(encoding="utf-8")))) for file in files}


def test_names_and_sentences_keep_to_the_glossary(modules: dict[Path, list[ast.AST]]) -> None:
    found = [
        f"{file.relative_to(PACKAGE)}: {fault}"
        for file, nodes in modules.items()
        for fault in (*(f"{word} -> {INSTEAD[word]}" for word in faults_of_name(file.stem)), *faults(nodes))
    ]
    assert not found, "\n".join(found)


def test_every_name_that_may_stay_is_still_there(modules: dict[Path, list[ast.AST]]) -> None:
    classes = {node.name for nodes in modules.values() for node in nodes if isinstance(node, ast.ClassDef)}
    assert ALLOWED.keys() <= {file.stem for file in modules} | classes


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("class LayerAnswer: ...", "answer"),
        ("class Answers: ...", "answer"),
        ("class HandView: ...", "hand"),
        ("class InputField: ...", "field"),
        ("def _tell(self): ...", "_tell"),
        ("self.tr('Nobody answers yet')", "answer"),
        ("self.tr('Teach it your hand.')", "your hand"),
    ],
)
def test_a_word_of_another_meaning_is_found(source: str, word: str) -> None:
    found = list(faults(ast.walk(ast.parse(source))))
    assert len(found) == 1
    assert word in found[0]


@pytest.mark.parametrize(
    "source",
    [
        "class ReceptiveFieldView: ...",
        "class Handler: ...",
        "class Handwriting: ...",
        "def _tell_progress(self): ...",
        "self.tr('Slide a kernel by hand')",
        "self.tr('My handwriting')",
    ],
)
def test_the_glossarys_own_words_are_none(source: str) -> None:
    assert list(faults(ast.walk(ast.parse(source)))) == []
