"""A mypy plugin for what PySide6's own stubs leave out, so that the window's code is checked as it is written.

- A Qt class takes every property of its bases as a keyword, ``QLabel(text, objectName="x")``; the stubs name only those
  of the class itself. The missing ones are added, with their types.
- ``QT_TRANSLATE_NOOP`` returns its text; the stubs say ``object``.
"""

from collections.abc import Callable, Iterator

from mypy.nodes import ARG_NAMED_OPT, FuncDef, OverloadedFuncDef, TypeInfo
from mypy.plugin import ClassDefContext, FunctionContext, FunctionSigContext, Plugin
from mypy.types import CallableType, FunctionLike, Overloaded, Type, get_proper_type


class QtPlugin(Plugin):
    """Adds to PySide6's stubs; what other packages say stays as it is."""

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        return _type_of_text if fullname == "PySide6.QtCore.QT_TRANSLATE_NOOP" else None

    def get_function_signature_hook(self, fullname: str) -> Callable[[FunctionSigContext], FunctionLike] | None:
        info = self._qt_class(fullname)
        return None if info is None else lambda context: _with_all_properties(context.default_signature, info)

    def get_base_class_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        info = self._qt_class(fullname)
        return None if info is None else lambda context: _complete_constructor(context, info)

    def _qt_class(self, fullname: str) -> TypeInfo | None:
        """The class of that name, where its constructor is PySide6's."""
        symbol = self.lookup_fully_qualified(fullname) if "." in fullname else None
        info = symbol.node if symbol is not None else None
        if not isinstance(info, TypeInfo):
            return None
        maker = next((base for base in info.mro if "__init__" in base.names), None)
        return info if maker is not None and _is_qt(maker) and info.has_base("PySide6.QtCore.QObject") else None


def plugin(version: str) -> type[Plugin]:
    """Where mypy enters; ``version`` is mypy's."""
    return QtPlugin


def _is_qt(info: TypeInfo) -> bool:
    return info.fullname.startswith("PySide6.")


def _type_of_text(context: FunctionContext) -> Type:
    return context.arg_types[1][0]


def _complete_constructor(context: ClassDefContext, base: TypeInfo) -> None:
    """Let ``super().__init__`` take what the class itself takes: mypy asks no plugin about such a call."""
    if context.cls.fullname.startswith("PySide6."):
        return
    maker = next(one for one in base.mro if "__init__" in one.names)
    node = maker.names["__init__"].node
    if isinstance(node, (FuncDef, OverloadedFuncDef)) and node.type is not None:
        declared = get_proper_type(node.type)
        if isinstance(declared, Overloaded):
            node.type = Overloaded([_with_all_properties(item, maker) for item in declared.items])
        elif isinstance(declared, CallableType):
            node.type = _with_all_properties(declared, maker)


def _constructors(info: TypeInfo) -> Iterator[CallableType]:
    """Every variant of the constructors of the class and of its bases in PySide6."""
    for base in info.mro:
        if not _is_qt(base) or "__init__" not in base.names:
            continue
        declared = get_proper_type(base.names["__init__"].type)
        if isinstance(declared, Overloaded):
            yield from declared.items
        elif isinstance(declared, CallableType):
            yield declared


def _with_all_properties(signature: CallableType, info: TypeInfo) -> CallableType:
    """The signature with the properties of the class and of its bases as keywords that may be left out."""
    known = set(signature.arg_names)
    names: list[str | None] = []
    types: list[Type] = []
    for constructor in _constructors(info):
        for name, kind, its_type in zip(
            constructor.arg_names, constructor.arg_kinds, constructor.arg_types, strict=True
        ):
            if kind == ARG_NAMED_OPT and name not in known:
                known.add(name)
                names.append(name)
                types.append(its_type)
    return signature.copy_modified(
        arg_names=[*signature.arg_names, *names],
        arg_types=[*signature.arg_types, *types],
        arg_kinds=[*signature.arg_kinds, *(ARG_NAMED_OPT for _ in names)],
    )
