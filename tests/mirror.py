"""The mirror: ``cnnstudio/x/y.py`` has its test in ``tests/x/test_y.py``, or stands here with the test that covers it.

The list is for modules that show or do nothing by themselves and are driven whole by the test beside them. What gets a
test of its own leaves the list; the check in ``test_code_quality`` says so.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

COVERED: dict[str, str] = {
    "__init__.py": "cli/test_init.py",
    "__main__.py": "cli/test_self_test.py",
    "analysis/fields/call.py": "analysis/test_receptive_field.py",
    "analysis/fields/levels.py": "analysis/fields/test_masked.py",
    "analysis/fields/mixed.py": "analysis/test_receptive_field.py",
    "analysis/fields/moved.py": "analysis/test_receptive_field.py",
    "analysis/fields/windows.py": "analysis/test_receptive_field.py",
    "cli/arguments.py": "cli/test_init.py",
    "cli/read_pickle.py": "weights/test_elsewhere.py",
    "convolution/step_through.py": "convolution/test_operation.py",
    "datasets/origin.py": "workspace/test_picture.py",
    "datasets/progress.py": "datasets/test_mnist_family.py",
    "lessons/faults.py": "lessons/test_markup.py",
    "lessons/pieces.py": "lessons/test_loading.py",
    "gui/__init__.py": "gui/test_guard.py",
    "gui/lessons/contents.py": "gui/lessons/test_page.py",
    "gui/lesson_actions.py": "gui/lessons/test_fault_list.py",
    "gui/lessons/document.py": "gui/lessons/test_page.py",
    "gui/lessons/practice_desk.py": "gui/lessons/test_practice_view.py",
    "gui/lessons/panel.py": "gui/lessons/test_page.py",
    "gui/lessons/steps.py": "gui/lessons/test_page.py",
    "lessons/room_state.py": "gui/lessons/test_page.py",
    "gui/widgets/table_file.py": "gui/model_browser/layers/test_table_file.py",
    "gui/digit_canvas/opened_picture.py": "gui/digit_canvas/test_crop_view.py",
    "gui/digit_canvas/predictions.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/bars.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/behind_panel.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/controls.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/crop_desk.py": "gui/digit_canvas/test_crop_view.py",
    "gui/digit_canvas/crop_frame.py": "gui/digit_canvas/test_crop_view.py",
    "gui/digit_canvas/filmstrip.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/gallery.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/handwriting_panel.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/handwriting_view.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/handwriting.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/ink_painter.py": "gui/digit_canvas/test_pad.py",
    "gui/digit_canvas/inside_view.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/layer_maps.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/map_page.py": "gui/digit_canvas/test_page.py",
    "gui/widgets/marks.py": "gui/widgets/test_feature_map.py",
    "gui/widgets/number_axis.py": "gui/test_locale.py",
    "gui/digit_canvas/reader_note.py": "gui/digit_canvas/test_room_reader.py",
    "gui/digit_canvas/reader_panel.py": "gui/digit_canvas/test_room_reader.py",
    "gui/digit_canvas/sheet_actions.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/signed_scale.py": "gui/digit_canvas/test_page.py",
    "gui/digit_canvas/tuning.py": "gui/digit_canvas/test_document.py",
    "gui/digit_canvas/weights_list.py": "gui/test_weights_of_a_run.py",
    "gui/playground/hint_line.py": "gui/playground/test_page.py",
    "gui/playground/layer_way.py": "gui/playground/test_layer_steps.py",
    "gui/playground/left_side.py": "gui/playground/test_page.py",
    "gui/playground/operation_view.py": "gui/playground/test_page.py",
    "gui/workers/saver.py": "gui/playground/test_state_files.py",
    "gui/digit_canvas/why_view.py": "gui/digit_canvas/test_page.py",
    "gui/model_browser/catalogue/input_form.py": "gui/model_browser/test_page.py",
    "gui/model_browser/catalogue/panel.py": "gui/model_browser/test_page.py",
    "gui/model_browser/cell_ground.py": "gui/model_browser/layers/test_tab.py",
    "gui/model_browser/choose/chart.py": "gui/model_browser/choose/test_tab.py",
    "gui/model_browser/choose/model.py": "gui/model_browser/choose/test_tab.py",
    "gui/model_browser/compare/delegate.py": "gui/model_browser/compare/test_tab.py",
    "gui/model_browser/compare/model.py": "gui/model_browser/compare/test_tab.py",
    "gui/model_browser/diagram/export.py": "gui/model_browser/diagram/test_tab.py",
    "gui/model_browser/diagram/faces.py": "gui/model_browser/diagram/test_tab.py",
    "gui/model_browser/diagram/items.py": "gui/model_browser/diagram/test_tab.py",
    "gui/model_browser/diagram/legend.py": "gui/model_browser/diagram/test_tab.py",
    "gui/model_browser/diagram/miniature.py": "gui/model_browser/diagram/test_tab.py",
    "gui/model_browser/diagram/minimap.py": "gui/model_browser/diagram/test_tab.py",
    "gui/model_browser/diagram/unfold.py": "gui/model_browser/diagram/test_tab.py",
    "gui/model_browser/diagram/view.py": "gui/model_browser/diagram/test_tab.py",
    "gui/lessons/printing.py": "gui/lessons/test_paper.py",
    "gui/model_browser/inspector/ideas_view.py": "gui/model_browser/inspector/test_detail_pane.py",
    "gui/model_browser/inspector/layer_formulas.py": "gui/model_browser/inspector/test_detail_pane.py",
    "gui/model_browser/inspector/picture_pane.py": "gui/model_browser/test_photograph.py",
    "gui/model_browser/inspector/tabs.py": "gui/model_browser/test_page.py",
    "gui/model_browser/layers/columns.py": "gui/model_browser/layers/test_model.py",
    "gui/model_browser/layers/delegates.py": "gui/model_browser/layers/test_tab.py",
    "gui/model_browser/controls.py": "gui/model_browser/test_page.py",
    "gui/model_browser/head.py": "gui/model_browser/test_page.py",
    "gui/model_browser/tabs.py": "gui/model_browser/test_page.py",
    "gui/model_browser/problem_line.py": "gui/model_browser/test_page.py",
    "gui/model_browser/requests.py": "gui/model_browser/test_page.py",
    "gui/playground/prediction_bars.py": "gui/playground/test_accuracy.py",
    "gui/playground/prediction_section.py": "gui/playground/test_accuracy.py",
    "gui/playground/changed_gallery.py": "gui/playground/test_accuracy.py",
    "gui/playground/map_list.py": "gui/playground/test_maps_section.py",
    "gui/playground/thumbnails.py": "gui/playground/test_maps_section.py",
    "gui/playground/weights_section.py": "gui/playground/test_keeping.py",
    "gui/playground/cell_editor.py": "gui/playground/test_page.py",
    "gui/playground/opened_panel.py": "gui/playground/test_opening.py",
    "gui/widgets/number_pen.py": "gui/playground/test_painting.py",
    "gui/playground/export_strip.py": "gui/playground/test_exporting.py",
    "gui/playground/layer_row.py": "gui/playground/test_stack_controls.py",
    "gui/playground/loupe.py": "gui/playground/test_canvas.py",
    "gui/training_panel/charts.py": "gui/training_panel/test_page.py",
    "gui/training_panel/controls.py": "gui/training_panel/test_page.py",
    "gui/training_panel/curve_drawing.py": "gui/training_panel/test_curves.py",
    "gui/training_panel/curve_export.py": "gui/training_panel/test_curves.py",
    "gui/training_panel/curve_plot.py": "gui/training_panel/test_curves.py",
    "gui/training_panel/curve_tools.py": "gui/training_panel/test_curves.py",
    "gui/training_panel/dataset_field.py": "gui/training_panel/test_config_form.py",
    "gui/training_panel/form_network.py": "gui/training_panel/test_document.py",
    "gui/training_panel/hover_readout.py": "gui/training_panel/test_curves.py",
    "gui/training_panel/inspector.py": "gui/training_panel/test_page.py",
    "gui/training_panel/network_box.py": "gui/training_panel/test_config_form.py",
    "gui/training_panel/progress_strip.py": "gui/training_panel/test_page.py",
    "gui/training_panel/queue_list.py": "gui/training_panel/test_document.py",
    "gui/training_panel/run_buttons.py": "gui/training_panel/test_page.py",
    "gui/training_panel/run_controller.py": "gui/training_panel/test_page.py",
    "gui/training_panel/run_delegate.py": "gui/training_panel/test_run_list.py",
    "gui/training_panel/run_record.py": "gui/training_panel/test_page.py",
    "gui/training_panel/run_task.py": "gui/training_panel/test_page.py",
    "gui/training_panel/runs_model.py": "gui/training_panel/test_run_list.py",
    "gui/training_panel/settings.py": "gui/training_panel/test_config_form.py",
    "gui/widgets/help_page.py": "gui/test_main_window.py",
    "gui/widgets/own_network.py": "gui/model_browser/catalogue/test_own_network.py",
    "gui/widgets/page.py": "gui/test_main_window.py",
    "gui/widgets/room_stand_in.py": "gui/test_main_window.py",
    "networks/entries.py": "networks/test_catalogue.py",
    "training/events.py": "training/test_engine.py",
    "weights/unpickling.py": "weights/test_elsewhere.py",
}
"""Modules without a test of their own, and the file under tests/ that covers each."""


def faults(package: Path, tests: Path, covered: Mapping[str, str]) -> Iterator[str]:
    """What is wrong between a package, its tests and the list; a sentence each that says what to do."""
    modules = {file.relative_to(package).as_posix(): file for file in sorted(package.rglob("*.py"))}
    for name, file in modules.items():
        own = test_of(name)
        has_own = (tests / own).is_file()
        if name in covered and has_own:
            yield f"{name} has a test of its own, {own}: take it off the list."
        elif name not in covered and not has_own and not _is_bare(file):
            yield f"{name} has no test: write {own}, or name the test that covers it in tests/mirror.py."
    for name, test in covered.items():
        if name not in modules:
            yield f"{name} is gone: take it off the list in tests/mirror.py."
        if not (tests / test).is_file():
            yield f"{name} is said to be covered by {test}, which does not exist."


def test_of(module: str) -> str:
    """Where a module's test belongs: ``gui/app.py`` -> ``gui/test_app.py``; a package's own is ``test_init.py``."""
    folder, _, file = module.rpartition("/")
    name = file.removesuffix(".py").strip("_")
    return f"{folder}/test_{name}.py" if folder else f"test_{name}.py"


def _is_bare(file: Path) -> bool:
    """Whether a module says nothing of its own: a docstring, imports and ``__all__`` at most."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        exports = isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
        if not (docstring or exports or isinstance(node, (ast.Import, ast.ImportFrom))):
            return False
    return True
