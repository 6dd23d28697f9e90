import pytest

from cnnstudio.gui.lessons import sheet
from cnnstudio.lessons import shelf
from cnnstudio.lessons.loading import load
from cnnstudio.lessons.pieces import Computed, Formula, InlineFormula, Paragraph

LESSONS = {folder.name: folder for folder in shelf.folders()}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", LESSONS)
def test_every_number_of_every_lesson_is_worked_out_and_every_formula_set(name: str, language: str) -> None:
    lesson = load(LESSONS[name])
    made = sheet.build((lesson, language))
    assert made.text.language == language
    spans = [span for block in made.text.blocks() if isinstance(block, Paragraph) for span in block.spans]
    written = {span.expression.text for span in spans if isinstance(span, Computed)}
    assert written, "a lesson computes its numbers"
    assert {text for text, number in made.numbers.items() if number == "?"} == set()
    assert written <= set(made.numbers)
    latex = {span.latex for span in spans if isinstance(span, InlineFormula)}
    latex |= {block.latex for block in made.text.blocks() if isinstance(block, Formula)}
    assert latex <= set(made.formulas)
    assert all(one.width > 0 and one.height > 0 for one in made.formulas.values())


def test_numbers_are_those_of_the_course() -> None:
    made = sheet.build((load(LESSONS["01-cross-correlation"]), "en"))
    cells = [made.numbers[f"cell(1, {row}, {col})"] for row, col in ((0, 0), (1, 0), (1, 1))]
    assert cells == ["19", "37", "43"], "figure 1 of the course"
