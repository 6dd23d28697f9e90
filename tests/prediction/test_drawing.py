import numpy as np

from cnnstudio.prediction.drawing import Drawing, Picture, Stroke


def stroke(x: float, *, eraser: bool = False) -> Stroke:
    return Stroke(((x, 1.0, 1.0),), 10, eraser)


def test_undo_and_redo_by_mark():
    drawing = Drawing()
    first, second = stroke(1), stroke(2)
    drawing.add(first)
    drawing.add(second)
    drawing.undo()
    assert drawing.visible == (first,)
    assert drawing.can_redo
    drawing.redo()
    assert drawing.visible == (first, second)
    drawing.undo()
    assert drawing.undone == (second,)
    drawing.undo()
    assert drawing.undone == (second, first)
    drawing.add(stroke(3))
    assert not drawing.can_redo
    assert drawing.undone == ()


def test_clearing_can_be_undone():
    drawing = Drawing()
    drawing.clear()
    assert not drawing.can_undo
    drawing.add(stroke(1))
    drawing.clear()
    assert drawing.visible == ()
    drawing.add(stroke(2))
    assert drawing.visible == (stroke(2),)
    drawing.undo()
    drawing.undo()
    assert drawing.visible == (stroke(1),)


def test_a_picture_is_a_new_sheet_that_one_step_takes_back():
    drawing = Drawing()
    drawing.add(stroke(1))
    picture = Picture(np.ones((4, 4), np.float32))
    drawing.add(picture)
    drawing.add(stroke(2))
    assert drawing.visible == (picture, stroke(2))
    drawing.undo()
    drawing.undo()
    assert drawing.visible == (stroke(1),)


def test_nothing_to_undo_is_no_error():
    drawing = Drawing()
    drawing.undo()
    drawing.redo()
    assert drawing.visible == ()


def test_strokes_leave_out_erasing_and_pictures():
    drawing = Drawing()
    drawing.add(Picture(np.ones((4, 4), np.float32)))
    drawing.add(stroke(1))
    drawing.add(stroke(2, eraser=True))
    assert drawing.strokes == (stroke(1),)


def test_a_light_hand_still_writes():
    line = Stroke(((0, 0, 1),), 30)
    assert line.width_at(1) == 30
    assert line.width_at(0) == 10
    assert line.width_at(5) == 30


def test_a_data_sets_picture_is_read_as_it_came_until_something_is_drawn_over_it() -> None:
    drawing, ink = Drawing(), np.full((28, 28), 0.5, np.float32)
    assert drawing.prepared is None
    drawing.add(Picture(ink))
    assert drawing.prepared is None
    drawing.add(Picture(ink, prepared=True))
    assert drawing.prepared is ink
    drawing.add(Stroke(((1.0, 1.0, 1.0),), 22))
    assert drawing.prepared is None
    drawing.undo()
    assert drawing.prepared is ink
    drawing.clear()
    assert drawing.prepared is None
