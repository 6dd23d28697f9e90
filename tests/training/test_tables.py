from pathlib import Path

import numpy as np
import pytest

from cnnstudio.training import tables
from cnnstudio.training.tables import EPOCH_COLUMNS, STEP_COLUMNS, read_rows

HEADER = ",".join(STEP_COLUMNS)
WHOLE = [f"{step},{step // 5},{step % 5},{2.0 / (step + 1)},0.05,{step}.000" for step in range(12)]


def write(file: Path, *lines: str) -> Path:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def steps_of(file: Path) -> list[int]:
    return [int(row["step"]) for row in read_rows(file, STEP_COLUMNS)]


def test_whole_rows_stay_as_they_stand(tmp_path: Path) -> None:
    file = write(tmp_path / "steps.csv", HEADER, *WHOLE)
    rows = read_rows(file, STEP_COLUMNS)
    assert tables.as_csv([STEP_COLUMNS, *(row.values() for row in rows)]) == file.read_bytes()
    table = tables.as_table(rows, STEP_COLUMNS)
    assert len(table) == 12
    assert table["loss"].tolist() == [2.0 / (step + 1) for step in range(12)]
    assert tables.batches(rows) == 5


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "garbage",
        ",,,,,",
        "5,1,0,0.4,0.05",  # too short
        "5,1,0,0.4,0.05,5.0,more",
        "five,1,0,0.4,0.05,5.0",
        "5.0,1,0,0.4,0.05,5.0",
        "-5,-1,0,0.4,0.05,5.0",
        "5,1,0,much,0.05,5.0",
        "1000000000,0,1000000000,0.4,0.05,5.0",
        "7,1,1,0.4,0.05,5.0",  # the seventh step is not the first epoch's first
        "9" * 5000 + ",1,0,0.4,0.05,5.0",
        '"',
        "\0" * 500,
        "\ufffd\u2028\x0b\x1c",
        HEADER,
    ],
)
@pytest.mark.parametrize("place", [1, 6, 13])
def test_one_garbage_row_is_passed_over_and_the_others_stay(tmp_path: Path, garbage: str, place: int) -> None:
    lines = [HEADER, *WHOLE]
    lines.insert(place, garbage)
    assert steps_of(write(tmp_path / "steps.csv", *lines)) == list(range(12))


def test_a_damaged_first_line_costs_no_row(tmp_path: Path) -> None:
    for first in ("", "stop,epoch,batch,loss,learning_rate,elapsed_s", "\0\0", WHOLE[0]):
        assert steps_of(write(tmp_path / "steps.csv", first, *WHOLE)) == list(range(12))


def test_the_last_row_counts_once_it_is_whole(tmp_path: Path) -> None:
    file = write(tmp_path / "steps.csv", HEADER, *WHOLE)
    content = file.read_bytes()
    file.write_bytes(content[:-1])
    assert steps_of(file) == list(range(11))
    file.write_bytes(content[:-7])
    assert steps_of(file) == list(range(11))


def test_of_a_step_written_twice_the_later_one_counts(tmp_path: Path) -> None:
    """Two programs that trained one folder at once, as was possible before, mixed their rows."""
    file = write(tmp_path / "steps.csv", HEADER, *WHOLE, *(row.replace("0.05", "0.1") for row in WHOLE[3:6]))
    table = tables.as_table(read_rows(file, STEP_COLUMNS), STEP_COLUMNS)
    assert table["step"].tolist() == list(range(12))
    assert table["learning_rate"].tolist() == [0.05] * 3 + [0.1] * 3 + [0.05] * 6


def test_epochs_of_an_earlier_version_have_fewer_columns(tmp_path: Path) -> None:
    lines = [",".join(EPOCH_COLUMNS[:-1]), "0,2.0,0.5,,,1.0", "1,1.0,0.75,0.7,1.1,2.0"]
    rows = read_rows(write(tmp_path / "epochs.csv", *lines), EPOCH_COLUMNS)
    table = tables.as_table(rows, EPOCH_COLUMNS)
    assert table["train_accuracy"].tolist() == [0.5, 0.75]
    assert np.isnan(table["own_accuracy"]).all()
    assert np.isnan(table["test_accuracy"][0])


@pytest.mark.parametrize(
    "row", ["2,1.0,1.5,,,3.0,", "2,1.0,-1,,,3.0,", "2,1.0,nan,,,3.0,", "nan,1,1,1,1,1,1", "x,,,,,,"]
)
def test_an_accuracy_is_a_share(tmp_path: Path, row: str) -> None:
    lines = [",".join(EPOCH_COLUMNS), "0,2.0,0.5,,,1.0,", "1,1.0,0.75,,,2.0,", row]
    assert len(read_rows(write(tmp_path / "epochs.csv", *lines), EPOCH_COLUMNS)) == 2


def test_a_loss_need_not_be_finite(tmp_path: Path) -> None:
    lines = [HEADER, "0,0,0,2.3,0.05,0.1", "1,0,1,inf,0.05,0.2", "2,0,2,nan,0.05,0.3"]
    table = tables.as_table(read_rows(write(tmp_path / "steps.csv", *lines), STEP_COLUMNS), STEP_COLUMNS)
    assert len(table) == 3
    assert np.isinf(table["loss"][1])


def test_what_is_no_file_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("folder", "gone", "x" * 300):
        assert read_rows(tmp_path / name, STEP_COLUMNS) == []
    assert len(tables.as_table([], STEP_COLUMNS)) == 0
    assert tables.batches([]) is None
