"""What the lines of the diagram say: which of them are skips, and which boxes are built alike."""

from collections.abc import Mapping

from cnnstudio.analysis.view import BoxKind, View
from cnnstudio.gui.model_browser import words

Link = tuple[str, str]


def skips(view: View) -> frozenset[Link]:
    """The links of residual shortcuts: of the ways into a sum, the one with fewer steps, back to where they part."""
    sources: dict[str, list[str]] = {box: [] for box in view.boxes}
    targets: dict[str, list[str]] = {box: [] for box in view.boxes}
    for source, target in view.links:
        sources[target].append(source)
        targets[source].append(target)
    depth: dict[str, int] = {}
    for name in view.boxes:  # in the order of execution, so that sources come first
        depth[name] = 1 + max((depth.get(source, 0) for source in sources[name]), default=0)
    found: set[Link] = set()
    for box in view.boxes.values():
        if box.kind is not BoxKind.FUNCTION or words.function_name(box.label) != "+" or len(sources[box.id]) != 2:
            continue
        short, long = sorted(sources[box.id], key=depth.__getitem__)
        if depth[short] == depth[long]:
            continue
        found.add((short, box.id))
        while len(targets[short]) == 1 and len(sources[short]) == 1:
            found.add((sources[short][0], short))
            short = sources[short][0]
    return frozenset(found)


def letters(view: View) -> Mapping[str, str]:
    """A letter for every kind of block that is on the picture more than once, by structure: A, B, C in order."""
    seen: dict[str, int] = {}
    for box in view.boxes.values():
        if box.kind is BoxKind.BLOCK:
            seen[box.what.structure] = seen.get(box.what.structure, 0) + box.repeats
    for frame in view.frames.values():
        if frame.key and frame.group.label not in ("Sequential", "ModuleList"):
            seen[frame.group.structure] = seen.get(frame.group.structure, 0) + 1
    repeated = [structure for structure, count in seen.items() if count > 1]
    return {structure: _letter(number) for number, structure in enumerate(repeated)}


def _letter(number: int) -> str:
    alphabet = 26
    return (
        chr(ord("A") + number)
        if number < alphabet
        else f"{chr(ord('A') + number // alphabet - 1)}{chr(ord('A') + number % alphabet)}"
    )
