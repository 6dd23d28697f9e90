"""What the program says, read out of its sources: the texts that can be translated, and what is wrong with them.

Two kinds of text can be. The ground floor's are templates: the first argument of ``Message`` and of every error, and
the forms given to ``messages.amount``; their context is ``core``. The window's are what ``self.tr`` takes, whose
context is its class, and what ``translate`` and ``QT_TRANSLATE_NOOP`` take, which name one.

Both must be literals: of an f-string the extraction would find the pieces, and nothing would find them at run time.
"""

import ast
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "cnnstudio"

CORE = "core"
"""The context of the ground floor's templates."""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text that can be translated.

    Attributes:
        context: under which it is found: ``core``, a class, or the one that the call names.
        source: in English.
        comment: tells two of the same source apart; "" for most.
        counted: whether it has forms for a count; the source is then the one for many.
    """

    context: str
    source: str
    comment: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a module, with its line."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


def modules(package: Path = PACKAGE) -> Iterator[tuple[str, ast.Module]]:
    """Every module's path in the package and its syntax tree."""
    for file in sorted(package.rglob("*.py")):
        yield file.relative_to(package).as_posix(), _parsed(file)


@cache
def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def error_classes(package: Path = PACKAGE) -> frozenset[str]:
    """The names of ``StudioError`` and of all that are derived from it."""
    bases = {
        node.name: {_last_name(base) for base in node.bases}
        for _, tree in modules(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    # One that is no StudioError has a sentence all the same, which stands in those of others.
    found = {"StudioError", "JsonTextError"}
    while new := {name for name, above in bases.items() if above & found} - found:
        found |= new
    return frozenset(found)


@cache
def error_attributes(package: Path = PACKAGE) -> Mapping[str, frozenset[str]]:
    """What each error takes by name besides the values of its sentence: the keyword-only arguments of its classes."""
    found: dict[str, frozenset[str]] = {}
    bases: dict[str, list[str]] = {}
    for _, tree in modules(package):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name in error_classes(package):
                bases[node.name] = [_last_name(base) for base in node.bases]
                made = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"]
                found[node.name] = frozenset(argument.arg for part in made for argument in part.args.kwonlyargs)

    def of(name: str) -> frozenset[str]:
        return found.get(name, frozenset()).union(*(of(base) for base in bases.get(name, [])))

    return {name: of(name) for name in found}


@cache
def texts(package: Path = PACKAGE) -> list[Text]:
    """All that can be translated, in order."""
    return sorted({text for _, tree in modules(package) for text in texts_of(tree, error_classes(package))})


def texts_of(tree: ast.Module, errors: frozenset[str]) -> Iterator[Text]:
    """What one module says."""
    for call, context in _calls(tree):
        kind = _kind(call, tree, errors)
        literals = [part.value if _is_text(part) else None for part in call.args]
        if kind == "message" and isinstance(literals[0], str) and literals[0]:
            yield Text(CORE, literals[0])
        elif kind == "amount" and len(literals) > 2 and isinstance(literals[2], str):
            yield Text(CORE, literals[2], counted=True)
        elif kind == "tr" and isinstance(literals[0], str):
            comment = literals[1] if len(literals) > 1 and isinstance(literals[1], str) else ""
            yield Text(context, literals[0], comment, counted=len(literals) > 2)
        elif kind == "translate" and all(isinstance(part, str) for part in literals[:2]):
            comment = literals[2] if len(literals) > 2 and isinstance(literals[2], str) else ""
            yield Text(str(literals[0]), str(literals[1]), comment, counted=len(literals) > 3)


def faults_of_messages(tree: ast.Module, errors: frozenset[str]) -> Iterator[Fault]:
    """Errors and messages that no translation would find, or whose values do not belong to them."""
    for call, _ in _calls(tree):
        kind = _kind(call, tree, errors)
        if kind == "message":
            yield from _faults_of_template(call, call.args[0], set())
        elif kind == "amount":
            for part in call.args[1:3]:
                if not _is_text(part):
                    yield Fault(call.lineno, f"a form that is no literal: {ast.unparse(part)}")
            yield from _faults_of_template(call, call.args[2], {"n"})


def _faults_of_template(call: ast.Call, template: ast.expr, more: set[str]) -> Iterator[Fault]:
    if isinstance(template, ast.IfExp):
        yield from _faults_of_template(call, template.body, more)
        yield from _faults_of_template(call, template.orelse, more)
    elif isinstance(template, ast.JoinedStr | ast.BinOp):
        yield Fault(call.lineno, f"put together from pieces: {ast.unparse(template)[:100]}")
    elif _is_translated(template):
        return  # by the window, which raised it
    elif isinstance(template, ast.Call) and _last_name(template.func) in ("str", "repr", "format", "join", "strip"):
        yield Fault(call.lineno, f"a text that has lost its template: {ast.unparse(template)[:100]}")
    elif _is_text(template):
        attributes = error_attributes().get(_last_name(call.func), frozenset())
        values = [keyword for keyword in call.keywords if keyword.arg not in attributes]
        given = {value.arg for value in values} | more
        for part in (part for value in values for part in _choices(value.value)):
            if _is_text(part) and _WORD.search(_COMMAND.sub("", part.value)):
                yield Fault(part.lineno, f"an English word among its values: {part.value!r}")
        try:
            wanted = set(placeholders(template.value))
        except ValueError as error:
            wanted = set()
            if given:
                yield Fault(call.lineno, f"{error}: {template.value[:100]}")
        # A count may be said by the form alone: "it" for one, "them" for many.
        if None not in given and wanted - more != given - more:
            yield Fault(call.lineno, f"{sorted(wanted)} stand in the template, {sorted(map(str, given))} are given")


def _choices(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.IfExp):
        yield from _choices(value.body)
        yield from _choices(value.orelse)
    elif isinstance(value, ast.BoolOp):
        for part in value.values:
            yield from _choices(part)
    else:
        yield value


def _is_translated(text: ast.expr) -> bool:
    """Whether it is ``self.tr("...")`` or ``translate(...)``, or that with its values put in by ``format``."""
    if not isinstance(text, ast.Call):
        return False
    if isinstance(text.func, ast.Attribute) and text.func.attr == "format":
        return _is_translated(text.func.value)
    return _last_name(text.func) in ("tr", "translate")


def placeholders(template: str) -> list[str]:
    """The names in a template.

    Raises:
        ValueError: if it is no template: a single brace, a number, a conversion or an attribute.
    """
    found = []
    for _, name, _, conversion in string.Formatter().parse(template):
        if name is not None:
            if conversion or not name.isidentifier():
                raise ValueError(f"{{{name}}} is no plain name")
            found.append(name)
    return found


def faults_of_translated(tree: ast.Module) -> Iterator[Fault]:
    """Texts of the window that are meant to be translated and would not be found."""
    for call, context in _calls(tree):
        kind = _kind(call, tree, frozenset())
        if kind == "tr" and not context:
            yield Fault(call.lineno, f"self.tr outside a class: {ast.unparse(call)[:100]}")
        if kind == "bare":
            yield Fault(call.lineno, f"tr without a context: {ast.unparse(call)[:100]}")
        given = {"tr": call.args[:1], "bare": call.args[:1], "translate": call.args[:2]}.get(kind, [])
        for part in given:
            # A name is one that a table marked for translation where it stands.
            if isinstance(part, ast.JoinedStr | ast.BinOp | ast.Call | ast.IfExp):
                yield Fault(call.lineno, f"no literal: {ast.unparse(call)[:100]}")


# --- what is not translated at all

_SHOWN_KEYWORDS = frozenset(
    ["accessibleDescription", "accessibleName", "placeholderText", "statusTip", "suffix", "text", "title", "toolTip"]
) | {"whatsThis", "windowTitle", "prefix"}
_SHOWING_CALLS = frozenset(
    [
        *("addAction", "addItem", "addMenu", "addTab", "drawText", "insertItem", "setAccessibleDescription"),
        *("setAccessibleName", "setItemText", "setPlaceholderText", "setPrefix", "setStatusTip", "setSuffix"),
        *("setTabText", "setText", "setTitle", "setToolTip", "setWhatsThis", "setWindowTitle", "show_text"),
        *("QAction", "QCheckBox", "QGroupBox", "QLabel", "QMenu", "QPushButton", "QRadioButton", "QToolButton"),
    ]
)
_MARKUP = re.compile(r"<[^>]*>|&\w+;|\{[^}]*\}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[^\W\d_]{2,}[,:]? [^\W\d_]{2,}")
# Sentences for who writes programs, not for who uses this one.
_INNER_CALLS = frozenset(
    ["ValueError", "TypeError", "KeyError", "RuntimeError", "NotImplementedError", "AttributeError", "OSError", "log"]
) | {
    "AssertionError",
    "IndexError",
    "LookupError",
    "compile",
    "setObjectName",
    "setStyleSheet",
    "property",
    "setProperty",
}

NAMES = frozenset(
    [
        *(
            "CNN Studio",
            "MNIST",
            "PyTorch",
            "PNG",
            "JPEG",
            "BMP",
            "WebP",
            "SVG",
            "GIF",
            "CSV",
            "JSON",
            "MAC",
            "MACs",
            "arXiv",
            "px",
            "ms",
        ),
        *("min", "kB", "MB", "GB", "KiB", "MiB", "GiB", "NaN", "sans-serif", "monospace"),
    ]
)
"""What is the same in every language."""


# That can be typed, or stands before what it says.
_COMMAND = re.compile(r"\bcnnstudio( [a-z]+)?( [A-Z]{2,})*\b")


def faults_of_shown(tree: ast.Module) -> Iterator[Fault]:
    """Literals that are shown as they are, in English, and f-strings that read like a sentence."""
    for part, holder in _loose_texts(tree):
        bare = _COMMAND.sub("", _without_names(_MARKUP.sub(" ", part.value).strip()))
        shown = holder == "shown" and _WORD.search(bare)
        if shown or (holder != "inner" and _SENTENCE.search(bare)):
            yield Fault(part.lineno, f"not translated: {part.value[:100]!r}")


def _without_names(text: str) -> str:
    for name in NAMES:
        text = re.sub(rf"\b{re.escape(name)}\b", "", text)
    return text


def _loose_texts(tree: ast.Module) -> Iterator[tuple[ast.Constant, str]]:
    """Text literals that are neither docstrings nor translated, and where they stand: shown, inner, or elsewhere."""

    def walk(node: ast.AST, holder: str) -> Iterator[tuple[ast.Constant, str]]:
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node, holder
            return
        if isinstance(node, ast.Expr) and _is_text(node.value):
            return  # a docstring
        if isinstance(node, ast.JoinedStr):
            # As a whole: markup is none in pieces.
            said = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            yield ast.Constant("".join(map(str, said)), lineno=node.lineno), holder
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield from walk(part.value, holder)
            return
        if isinstance(node, ast.Call):
            name = _last_name(node.func)
            if (
                name in ("tr", "translate", "_N", "QT_TRANSLATE_NOOP", "Message", "amount")
                or name.endswith("Error")
                or name in _INNER_CALLS
            ):
                within = "inner"
            elif name in _SHOWING_CALLS:
                within = "shown"
            else:
                within = holder if name in ("format", "join") else "elsewhere"
            yield from walk(node.func, within if name in ("format", "join") else "elsewhere")
            for part in node.args:
                yield from walk(part, within)
            for keyword in node.keywords:
                shown = keyword.arg in _SHOWN_KEYWORDS and within != "inner"
                yield from walk(keyword.value, "shown" if shown else "inner" if within == "inner" else "elsewhere")
            return
        if isinstance(node, ast.AnnAssign):
            parts: Iterable[ast.AST] = [node.value] if node.value is not None else []
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            parts = [*node.args.defaults, *node.args.kw_defaults, *node.decorator_list, *node.body]
            parts = [part for part in parts if part is not None]
        elif isinstance(node, ast.Subscript):
            parts = [node.value]
        elif isinstance(node, ast.Compare | ast.Assert):
            return  # with what a program knows it by
        elif isinstance(node, ast.Dict):
            parts = node.values
        else:
            parts = ast.iter_child_nodes(node)
        for part in parts:
            yield from walk(part, holder)

    yield from walk(tree, "elsewhere")


# How PyTorch and Python print an object.
_INNER_FUNCTIONS = frozenset(["__repr__", "extra_repr"])


def faults_of_sentences(tree: ast.Module) -> Iterator[Fault]:
    """Sentences of the ground floor that are put together in English and not as a message."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {
        id(part)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and _last_name(node.func) in _INNER_CALLS | {"Message"})
        or (isinstance(node, ast.FunctionDef) and node.name in _INNER_FUNCTIONS)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in docstrings | inner:
            said = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            if _SENTENCE.search(_COMMAND.sub("", _without_names(said))):
                yield Fault(node.lineno, f"put together from pieces: {said[:100]!r}")


_TAKING_APART = frozenset(
    [
        "endswith",
        "find",
        "index",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rpartition",
        "rstrip",
        "split",
    ]
) | {"splitlines", "startswith", "sub", "search", "match", "fullmatch", "findall"}


def faults_of_parsing(tree: ast.Module) -> Iterator[Fault]:
    """Places that look into an error's sentence."""

    def says(node: ast.AST) -> bool:
        if isinstance(node, ast.Call) and _last_name(node.func) == "str" and len(node.args) == 1:
            return isinstance(node.args[0], ast.Name) and node.args[0].id in ("cause", "error", "problem", "refusal")
        return isinstance(node, ast.Attribute) and node.attr == "message" and says_error(node.value)

    def says_error(node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id in ("cause", "error", "problem", "refusal")

    for node in ast.walk(tree):
        looked_into = False
        if isinstance(node, ast.Call) and _last_name(node.func) in _TAKING_APART:
            receiver = [node.func.value] if isinstance(node.func, ast.Attribute) else []
            looked_into = any(says(part) for part in (*receiver, *node.args))
        elif isinstance(node, ast.Compare) and any(isinstance(how, ast.In | ast.NotIn) for how in node.ops):
            looked_into = any(says(part) for part in node.comparators)
        if looked_into:
            yield Fault(node.lineno, f"a sentence is taken apart: {ast.unparse(node)[:100]}")


# --- reading


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call, with the class that it stands in; "" outside."""
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, context = waiting.pop()
        if isinstance(node, ast.ClassDef):
            context = node.name
        if isinstance(node, ast.Call):
            yield node, context
        waiting += [(part, context) for part in reversed(list(ast.iter_child_nodes(node)))]


def _kind(call: ast.Call, tree: ast.Module, errors: frozenset[str]) -> str:
    """What the call does with its first arguments: ``message``, ``amount``, ``tr``, ``translate``, ``bare`` or ""."""
    name = _last_name(call.func)
    if not call.args or isinstance(call.args[0], ast.Starred):
        return ""
    if name == "Message" or name in errors:
        return "message"
    if name == "amount" and _is_of_messages(call.func, tree):
        return "amount"
    if name in ("tr", "_tr"):
        own = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in ("self", "cls")
        return "tr" if own else "bare"
    if name in ("translate", "_N", "QT_TRANSLATE_NOOP") and len(call.args) > 1 and _speaks(call.func):
        return "translate"
    return ""


def _speaks(function: ast.expr) -> bool:
    """Whether ``translate`` is that of a language, and not a painter's, which moves what is painted."""
    if not isinstance(function, ast.Attribute):
        return True
    return _last_name(function.value) in ("QCoreApplication", "QApplication", "language")


def _is_of_messages(function: ast.expr, tree: ast.Module) -> bool:
    """Whether ``amount`` is that of ``messages``, or the window's, which says what that makes."""
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id in ("messages", "labels")
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module in ("cnnstudio.messages", "cnnstudio.gui.labels")
        and any(alias.name == "amount" for alias in node.names)
        for node in tree.body
    )


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
