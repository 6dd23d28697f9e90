"""What the program says can be translated: no sentence is put together from English pieces, none is shown untranslated.

The lists below hold what is still to be converted. They only get shorter: a file that has become clean leaves its list,
and no other may be put on one.
"""

import ast
from collections.abc import Callable, Iterable

import pytest

from tests import sentences
from tests.sentences import Fault, Text, error_classes, modules

ERRORS = error_classes()

UNTEMPLATED: frozenset[str] = frozenset()
"""Modules whose errors or messages are still put together from pieces."""

WRITTEN = frozenset(["convolution/code.py", "prediction/training_sets/ship.py", "training/log.py"])
"""Modules of the ground floor that write what is the same in every language: PyTorch's code, whose comments are
messages; the card of the weights, a file; the log, whose lines are those of the tutorial's own program."""

INNER = frozenset(["gui/fonts.py", "gui/guard.py", "gui/self_test.py", "gui/theme.py"])
"""Modules of the window whose texts no user sees."""

OTHERS_SENTENCES: frozenset[str] = frozenset(
    [
        "analysis",
        "compute.py",
        "networks/user_code.py",
    ]
)
"""Modules that look into what PyTorch or the system says, which have no better way to tell its errors apart."""


def _faulty(check: Callable[[ast.Module], Iterable[Fault]], upstairs: bool | None = None) -> dict[str, list[str]]:
    found = {
        name: [str(fault) for fault in check(tree)]
        for name, tree in modules()
        if upstairs is None or name.startswith("gui/") == upstairs
    }
    return {name: faults for name, faults in found.items() if faults}


def _holder(name: str, allowed: frozenset[str]) -> str | None:
    return next((one for one in allowed if name == one or name.startswith(f"{one}/")), None)


def _told(faulty: dict[str, list[str]], allowed: frozenset[str]) -> str:
    """What is wrong outside of what is allowed: modules, and folders of them; and what has become clean."""
    held = {name: _holder(name, allowed) for name in faulty}
    new = [f"{name}, {fault}" for name, faults in faulty.items() if held[name] is None for fault in faults]
    clean = [f"{name} is clean: take it off the list" for name in sorted(allowed - set(held.values()))]
    return "\n".join(new + clean)


def test_every_error_and_message_is_a_template_with_its_values() -> None:
    faulty = _faulty(lambda tree: sentences.faults_of_messages(tree, ERRORS))
    assert _told(faulty, UNTEMPLATED) == ""


def test_everything_that_the_window_shows_is_translated() -> None:
    faulty = _faulty(
        lambda tree: (*sentences.faults_of_translated(tree), *sentences.faults_of_shown(tree)), upstairs=True
    )
    assert _told({name: faults for name, faults in faulty.items() if name not in INNER}, frozenset()) == ""


def test_other_sentences_of_the_ground_floor_are_messages_too() -> None:
    faulty = _faulty(sentences.faults_of_sentences, upstairs=False)
    assert _told(faulty, WRITTEN) == ""


def test_everything_that_the_command_line_prints_is_a_message() -> None:
    silent = ("cli/read_pickle.py", "cli/self_test.py")
    found = {
        name: [str(fault) for fault in sentences.faults_of_shown(tree)]
        for name, tree in modules()
        if name.startswith("cli/") and name not in silent
    }
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_nobody_takes_a_sentence_apart() -> None:
    """A sentence is for people; what a program needs of an error are its class and its attributes."""
    faulty = _faulty(sentences.faults_of_parsing)
    assert _told(faulty, OTHERS_SENTENCES) == ""


def _tree(source: str) -> ast.Module:
    return ast.parse(source)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("raise ConfigError('No.')", [Text("core", "No.")]),
        ("raise errors.StudioError('{a} is ' 'damaged.', a=1)", [Text("core", "{a} is damaged.")]),
        ("x = Message('Hi {name}', name=n)", [Text("core", "Hi {name}")]),
        (
            "from cnnstudio.messages import amount\namount(n, '{n} row', '{n:,} rows')",
            [Text("core", "{n:,} rows", counted=True)],
        ),
        ("from cnnstudio import messages\nmessages.amount(n, 'a', 'b {n}')", [Text("core", "b {n}", counted=True)]),
        ("from cnnstudio.gui import labels\nlabels.amount(n, 'a', 'b {n}')", [Text("core", "b {n}", counted=True)]),
        ("class Box:\n def f(self): self.tr('Open')", [Text("Box", "Open")]),
        ("class Box:\n def f(self): self.tr('Open', 'a door')", [Text("Box", "Open", "a door")]),
        ("translate('models', 'Layer')", [Text("models", "Layer")]),
        ("QCoreApplication.translate('models', 'Layer')", [Text("models", "Layer")]),
        ("_N('actions', '&Quit')", [Text("actions", "&Quit")]),
        ("raise ValueError('for programmers')", []),
        ("raise ConfigError(f'{a} is damaged')", []),
        ("raise ConfigError(problem.sentence)", []),
    ],
)
def test_the_texts_of_a_module(source: str, texts: list[Text]) -> None:
    assert list(sentences.texts_of(_tree(source), ERRORS)) == texts


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("raise ConfigError(f'{a} is damaged')", "pieces"),
        ("raise ConfigError(a + ' is damaged')", "pieces"),
        ("raise ConfigError('%s is damaged' % a)", "pieces"),
        ("raise ConfigError('{a}'.format(a=a))", "lost its template"),
        ("raise ConfigError(str(error))", "lost its template"),
        ("raise OutOfBoundsError(', '.join(names))", "lost its template"),
        ("raise ConfigError('No.' if a else f'No {a}.')", "pieces"),
        ("raise ConfigError('{a} is damaged')", "are given"),
        ("raise ConfigError('{a} is damaged', b=1)", "are given"),
        ("raise ConfigError('It is damaged', a=1)", "are given"),
        ("raise ConfigError('{a!r} is damaged', a=1)", "no plain name"),
        ("raise ConfigError('{a.name} is damaged', a=1)", "no plain name"),
        ("raise ConfigError('{a is damaged', a=1)", "expected"),
        ("Message(f'{a} is damaged')", "pieces"),
        ("Message('{a} is damaged', a='the file')", "English word"),
        ("raise ConfigError('{a} is damaged', a=name or 'The file')", "English word"),
        ("raise ConfigError('{a} is damaged', a=b if b else 'nothing')", "English word"),
        ("from cnnstudio.messages import amount\namount(n, one, '{n} rows')", "no literal"),
        ("from cnnstudio.messages import amount\namount(n, 'a row', '{n} rows in {file}')", "are given"),
    ],
)
def test_a_sentence_that_no_translation_would_find_is_found(source: str, fault: str) -> None:
    found = list(sentences.faults_of_messages(_tree(source), ERRORS))
    assert len(found) >= 1
    assert fault in found[0].what


@pytest.mark.parametrize(
    "source",
    [
        "raise ConfigError('It is damaged.')",
        "raise ConfigError('Nothing.', setting='seed')",
        "Message('{a} is damaged', a=name or Message('The file'))",
        "Message('Type {a}', a='cnnstudio networks')",
        "Message('Draw {a}', a='3')",
        "raise ConfigError('{a:,} of {b}', a=1, b=2, setting='seed')",
        "raise ConfigError('{a} of {b}', **values)",
        "raise ConfigError(problem.sentence)",
        "raise ConfigError(sentence(title))",
        "raise ValueError(f'{a} is damaged')",
        "from cnnstudio.messages import amount\namount(n, '{n} row in {file}', '{n} rows in {file}', file=f)",
    ],
)
def test_templates_are_no_fault(source: str) -> None:
    assert list(sentences.faults_of_messages(_tree(source), ERRORS)) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("class Box:\n def f(self): self.tr(f'Open {a}')", "no literal"),
        ("class Box:\n def f(self): self.tr('Open ' + a)", "no literal"),
        ("class Box:\n def f(self): self.tr('Open {}'.format(a))", "no literal"),
        ("self.tr('Open')", "outside a class"),
        ("tr('Open')", "without a context"),
        ("words.tr('Open')", "without a context"),
        ("translate('models', f'Open {a}')", "no literal"),
        ("translate(f'{a}', 'Open')", "no literal"),
    ],
)
def test_a_text_that_its_translation_would_not_be_found_for_is_found(source: str, fault: str) -> None:
    found = list(sentences.faults_of_translated(_tree(source)))
    assert len(found) == 1
    assert fault in found[0].what


@pytest.mark.parametrize(
    "source",
    [
        "label.setText('Open')",
        "label.setText(f'{n} layers')",
        "label.setText('<b>Open</b>')",
        "QLabel('Open')",
        "QToolButton(objectName='a-b', text='Open')",
        "button.setAccessibleName(name or 'Open')",
        "def f(): return f'{a} of all layers'",
        "WORDS = {'a': 'The layers of it'}",
    ],
)
def test_a_text_that_is_shown_untranslated_is_found(source: str) -> None:
    assert len(list(sentences.faults_of_shown(_tree(source)))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "label.setText('')",
        "label.setText(f'{a}  ·  {b} × {c}')",
        "label.setText('CNN Studio')",
        "label.setText(f'<b>{a}</b> &nbsp;')",
        "text = f'<td align={side} style={style}>{a}</td>'",
        "painter.translate(left + 3, top)",
        "names = {'test accuracy': self.tr('Test accuracy')}",
        "label.setText(self.tr('Go') if state == 'paused' else self.tr('Stop'))",
        "label.setText(self.tr('Open').format(a=a))",
        "QToolButton(objectName='models-open', text=self.tr('Open'))",
        "raise ValueError(f'{a} is no layer of it')",
        "raise ConfigError('This is a template.')",
        "def f():\n '''What it is for.'''\n return 1",
        "x: 'list of things' = 3",
        "part.setProperty('tone', 'very quiet')",
        "_N('actions', 'Open what was saved')",
    ],
)
def test_what_needs_no_translation_is_none(source: str) -> None:
    assert list(sentences.faults_of_shown(_tree(source))) == []


@pytest.mark.parametrize(
    "source",
    ["x = f'{a} is damaged'", "print(f'There is no {a}')", "def f():\n return f'{n} more of {a}'"],
)
def test_a_sentence_of_the_ground_floor_that_is_put_together_is_found(source: str) -> None:
    assert len(list(sentences.faults_of_sentences(_tree(source)))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError(f'{a} is damaged')",
        "x = f'CNN Studio {version}, Python {python}'",
        "x = f'cnnstudio train --resume {folder}'",
        "x = f'cnnstudio predict: {told}'",
        "class Box:\n def __repr__(self): return f'Box({n} of them)'",
        "Message('There is no {a}', a=f'{b} of {c}')",
    ],
)
def test_what_programs_read_is_no_sentence(source: str) -> None:
    assert list(sentences.faults_of_sentences(_tree(source))) == []


@pytest.mark.parametrize(
    "source",
    [
        "str(error).partition(' cannot work: ')",
        "str(problem).startswith('No')",
        "re.sub('^it ', '', str(error))",
        "if 'no such' in str(refusal): pass",
        "problem.message.split(':')",
    ],
)
def test_whoever_takes_a_sentence_apart_is_found(source: str) -> None:
    assert len(list(sentences.faults_of_parsing(_tree(source)))) == 1
