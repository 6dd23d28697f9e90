"""What argparse says is said in the language that is spoken, and so are the program's own helps."""

import argparse
import ast
import contextlib
import inspect
import re
from collections.abc import Iterator

import pytest

from cnnstudio import cli, terminal
from cnnstudio.cli import language, main, parser
from cnnstudio.messages import Message
from tests.languages import english_in

# Of newer versions of Python than the oldest that the program runs with.
NEWER = {"%(heading)s:", "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"}

# What only a programmer meets, or belongs to what no command has: groups with a title, files that argparse opens,
# defaults that it tells, deprecated options, prefixes of other letters.
NOT_SAID = {
    "%(prog)s: warning: %(message)s\n",
    "%r is not callable",
    "'required' is an invalid argument for positionals",
    ".__call__() not defined",
    " (default: %(default)s)",
    'argument "-" with mode %r',
    "argument '%(argument_name)s' is deprecated",
    "can't open '%(filename)s': %(error)s",
    "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r",
    "command '%(parser_name)s' is deprecated",
    "conflicting option string: %s",
    "conflicting option strings: %s",
    "conflicting subparser alias: %s",
    "conflicting subparser: %s",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "mutually exclusive arguments must be optional",
    "option '%(option)s' is deprecated",
    "show program's version number and exit",
    "unexpected option string: %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)",
}


def _texts_of_argparse() -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            found |= {
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return found


def test_everything_that_argparse_says_is_known() -> None:
    said = {word.template for word in parser.WORDS} | {word.template for word in parser.COUNTED}
    said |= {word.one for word in parser.COUNTED}
    of_python = _texts_of_argparse()
    assert len(of_python) > 20
    assert of_python - said - NOT_SAID == set()
    assert said - of_python - NEWER == set()


@pytest.fixture
def chinese() -> Iterator[str]:
    yield "zh_CN"
    language.choose("en")


def _told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with contextlib.suppress(SystemExit):
        main(arguments)
    out, err = capsys.readouterr()
    return out + err


HELPS = [[], *([command] for command in cli._COMMANDS)]
WRONG = [
    ["--no-such"],
    ["no-such-command"],
    ["--open", "file.json", "networks"],
    ["train", "--epochs", "many"],
    ["train", "--epochs"],
    ["train", "--recipe", "slow"],
    ["train", "--re", "x"],
    ["train", "--json=3"],
    ["train", "--run-dir", "a", "--resume", "b"],
    ["train", "--run-dir", ""],
    ["summary"],
    ["summary", "lenet5", "--input", "28"],
    ["predict"],
]


def test_every_help_is_a_message() -> None:
    parsers = [cli._parser()]
    for one in parsers:
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                parsers += [action.choices[name] for name in cli._COMMANDS]
                assert all(isinstance(choice.help, Message) for choice in action._choices_actions)
            elif action.help and action.dest not in ("help", "pictures"):
                assert isinstance(action.help, Message), action
        assert isinstance(one.description, Message)
    assert len(parsers) == 1 + len(cli._COMMANDS)


@pytest.mark.parametrize("words", HELPS, ids=" ".join)
def test_the_help_is_whole_in_another_language(
    words: list[str], pseudo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    in_english = _told(capsys, *words, "--help")
    told = _told(capsys, "--language", pseudo, *words, "--help")
    assert english_in(in_english)
    assert english_in(told) == []
    # Names are the same.
    for option in re.findall(r"--[a-z-]+", in_english):
        assert option in told


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_is_wrong_is_told_in_another_language(
    words: list[str], pseudo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert english_in(_told(capsys, *words))
    assert english_in(_told(capsys, "--language", pseudo, *words)) == []


@pytest.mark.parametrize("words", HELPS, ids=" ".join)
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_chinese_help_fits_the_terminal(
    words: list[str],
    columns: int,
    chinese: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    told = _told(capsys, "--language", chinese, *words, "--help")
    assert told.startswith("用法：cnnstudio")
    assert "\n选项：\n" in told
    assert "显示此帮助信息并退出" in told
    assert english_in(told) == []
    lines = told.splitlines()
    usage = lines[: lines.index("")]
    # argparse does not break a group of options of which one may be given.
    assert all(terminal.width(line) <= columns for line in lines if line not in usage or " | " not in line)
    # The usage goes on below the first argument.
    column = terminal.width("用法：") + len(" ".join(["cnnstudio", *words])) + 1
    assert all(line.startswith(" " * column) and line[column] != " " for line in usage[1:])


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_is_wrong_is_told_in_chinese(words: list[str], chinese: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = _told(capsys, "--language", chinese, *words)
    assert english_in(told) == []
    assert re.search(r"[\u4e00-\u9fff]", told.splitlines()[-1])


@pytest.mark.parametrize("words", [["--language=eo"], ["--lang", "eo"], ["--l=eo"]], ids=" ".join)
def test_the_language_may_be_asked_for_as_argparse_allows(
    words: list[str], pseudo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert english_in(_told(capsys, *words, "--help")) == []


def test_argparse_speaks_english_again_afterwards(pseudo: str, capsys: pytest.CaptureFixture[str]) -> None:
    _told(capsys, "--language", pseudo, "--no-such")
    assert argparse.ArgumentParser(prog="x").format_usage() == "usage: x [-h]\n"
