"""The short form of fuzzing: some inputs of every loader, planted faults, the same input made again."""

import json
from pathlib import Path
from types import ModuleType

import pytest

from tests.errands import HOME, Errand
from tests.system import fuzz
from tests.system.fuzz import lines, mutate
from tests.system.fuzz.child import _lay_out, chance_of, kept_files
from tests.system.fuzz.loaders import LOADERS, Link, Plant

INPUTS = 30


TOGETHER = Errand("-m", "tests.system", "fuzz", "--together", "--inputs", str(INPUTS), "--out", f"{HOME}/out")


@pytest.mark.errand(TOGETHER)
def test_no_loader_lets_anything_but_a_sentence_out() -> None:
    done = TOGETHER.done()
    outcomes = [fuzz.Outcome(**told) for told in json.loads(done.output.splitlines()[-1])]
    for outcome in outcomes:
        print(outcome.row())
    assert [outcome.loader for outcome in outcomes] == list(LOADERS)
    assert {outcome.loader: outcome.faults for outcome in outcomes if outcome.faults} == {}
    assert all(outcome.inputs == INPUTS for outcome in outcomes)
    # Changed by their structure, most files are still opened far enough to reach most of the code.
    assert all(outcome.share > 0.5 for outcome in outcomes), [outcome.row() for outcome in outcomes]
    assert sum(outcome.loaded for outcome in outcomes) > INPUTS


@pytest.mark.parametrize("kind", ["raise", "loop", "allocate", "print"])
def test_planted_faults_are_found_and_kept(kind: str, tmp_path: Path) -> None:
    loader = LOADERS["idx"]
    place = {"raise": "datasets.folder:read_pair", "allocate": "datasets.idx:_read_exactly"}.get(
        kind, "datasets.idx:_read"
    )
    outcome = fuzz.fuzz(
        loader, tmp_path, inputs=60, seconds=30, most_seconds=0.5, plant=Plant(kind, place, 3), until_found=True
    )
    words = {
        "raise": "KeyError: 'planted'",
        "loop": "processor's time",
        "allocate": "MB of memory",
        "print": "printed: planted",
    }
    number, why = outcome.faults[0]
    assert words[kind] in why
    kept = tmp_path / "idx" / f"fault-1-{number}"
    again = loader.changed(chance_of(1, "idx", number))
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == again


def test_the_same_number_is_the_same_input() -> None:
    for name in ("links", "source", "idx"):
        loader = LOADERS[name]
        first = [loader.changed(chance_of(7, name, number)) for number in range(20)]
        assert first == [loader.changed(chance_of(7, name, number)) for number in range(20)]
        assert first != [loader.changed(chance_of(8, name, number)) for number in range(20)]


def test_changes_keep_to_the_formats_structure() -> None:
    """Most changed JSON is still JSON: else nothing behind the first check would be reached."""
    content = json.dumps({"a": [1, 2, {"b": "c"}], "d": 1.5}).encode()
    read = 0
    for number in range(200):
        try:
            json.loads(mutate.json_text(chance_of(1, "json", number), content))
            read += 1
        except (ValueError, RecursionError):
            pass
    assert 100 < read < 200


def test_links_and_folders_are_laid_out_and_opened_again(tmp_path: Path) -> None:
    files = {"a.png/inside": b"x", "b.png": Link(b"b.png"), "c.png": Link(b"/dev/zero"), "d.png": b"y"}
    _lay_out(tmp_path / "fault", files)
    assert (tmp_path / "fault" / "a.png").is_dir()
    assert (tmp_path / "fault" / "c.png").is_symlink()
    again = kept_files(tmp_path / "fault")
    assert again == files
    assert {name for name, content in again.items() if isinstance(content, Link)} == {"b.png", "c.png"}
    _lay_out(tmp_path / "fault", {})
    assert list((tmp_path / "fault").iterdir()) == []


def test_what_no_input_reaches_is_left_out_whole_and_must_be_there(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(
        "def read(a):\n"
        "    try:\n"
        "        return a()\n"
        "    except Exception as error:  # whatever it is\n"
        "        print(\n"
        "            error\n"
        "        )\n"
        "        raise\n"
    )
    module = ModuleType("module")
    module.__file__ = str(file)
    everything, handler = lines.of_functions(module), "except Exception as error:  # whatever it is"
    assert {3, 4, 5, 6, 8} <= everything
    assert lines.of_functions(module, beyond=[handler]) == everything - {4, 5, 6, 8}
    assert lines.of_functions(module, ["read"]) == set()
    for gone in ("except OSError:", ""):
        with pytest.raises(ValueError, match="times"):
            lines.of_functions(module, beyond=[gone])


def test_a_wrong_name_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        fuzz.main(["no-such-loader"])
    assert "no-such-loader" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "covered", "status"),
    [
        ([], 849, 1),
        ([], 850, 0),
        (["--seconds", "5"], 100, 0),
        (["--inputs", "30"], 100, 0),
        (["--only", "7"], 100, 0),
        (["--seconds", "900"], 0, 1),
    ],
)
def test_the_long_form_fails_where_too_little_was_reached(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    options: list[str],
    covered: int,
    status: int,
) -> None:
    def fuzzed(loader: fuzz.Loader, *_arguments: object, **_options: object) -> fuzz.Outcome:
        return fuzz.Outcome(loader.name, inputs=9, covered=covered, of_lines=1000, uncovered={"a.module": [7, 8]})

    monkeypatch.setattr(fuzz, "fuzz", fuzzed)
    assert fuzz.main(["idx", "--out", str(tmp_path), *options]) == status
    assert ("not reached: a.module: [7, 8]" in capsys.readouterr().out) == bool(status)


def test_a_fault_fails_it_however_much_was_reached(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = fuzz.Outcome("idx", covered=1000, of_lines=1000, faults=[(3, "why")])
    monkeypatch.setattr(fuzz, "fuzz", lambda *_, **__: found)
    assert fuzz.main(["idx", "--out", str(tmp_path), "--inputs", "5"]) == 1
