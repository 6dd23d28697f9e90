"""Sentences that know what they were made of, and are said in other languages."""

import copy
import json
import pickle

import pytest

from cnnstudio.errors import ConfigError, DatasetError, StudioError
from cnnstudio.messages import Message, all_of, amount, any_of, in_turn, listed, spoken

GERMAN = {
    "{file} is damaged: {why}": "{why} Darum ist {file} beschädigt.",
    "It ends too early.": "Sie endet zu früh.",
    "{n:,} digits": "{n:,} Ziffern",
    "{before}, {item}": "{before}; {item}",
    "{before} or {last}": "{before} oder {last}",
}


def _german(template: str, count: int | None) -> str:
    return "{n} Ziffer" if (template, count) == ("{n:,} digits", 1) else GERMAN.get(template, "")


def _with_points(value: float, spec: str) -> str:
    return format(value, spec).replace(",", ".")


def test_a_message_is_its_english_text() -> None:
    message = Message("{file} has {count:,} rows.", file="train.gz", count=60_000)
    assert message == "train.gz has 60,000 rows."
    assert message.template == "{file} has {count:,} rows."
    assert dict(message.values) == {"file": "train.gz", "count": 60_000}
    assert json.dumps({"note": message}) == '{"note": "train.gz has 60,000 rows."}'


@pytest.mark.parametrize("text", ["", "Weights {of a run}", "{", "100 %"])
def test_a_text_without_values_is_no_template(text: str) -> None:
    assert Message(text) == text
    assert spoken(Message(text), _german) == text


def test_a_message_stays_itself() -> None:
    message = Message("{n} layers", n=2)
    assert Message(message) is message
    assert StudioError(message).message is message


def test_values_that_do_not_belong_to_a_template_are_refused() -> None:
    with pytest.raises(KeyError):
        Message("{file} is damaged.", path="x")


def test_a_value_is_kept_as_a_text_or_a_number_alone() -> None:
    class Large:
        def __str__(self) -> str:
            return "large"

    kept = Message("{one} {two} {three}", one=Large(), two=None, three=ValueError("why")).values
    assert dict(kept) == {"one": "large", "two": "None", "three": "why"}


@pytest.mark.parametrize(("count", "text"), [(0, "0 digits"), (1, "1 digit"), (2_000, "2,000 digits")])
def test_an_amount_has_the_form_of_its_count(count: int, text: str) -> None:
    assert amount(count, "{n} digit", "{n:,} digits") == text


def test_an_amount_holds_other_values_too() -> None:
    assert amount(1, "{n} digit in {file}", "{n:,} digits in {file}", file="a") == "1 digit in a"


@pytest.mark.parametrize(
    ("items", "one_after_another", "choice", "together"),
    [
        ([], "", None, None),
        (["a"], "a", "a", "a"),
        (["a", "b"], "a, b", "a or b", "a and b"),
        (["a", "b", 3], "a, b, 3", "a, b or 3", "a, b and 3"),
    ],
)
def test_lists(items: list[object], one_after_another: str, choice: str | None, together: str | None) -> None:
    assert listed(items) == one_after_another
    if choice is not None:
        assert any_of(items) == choice
        assert all_of(items) == together


@pytest.mark.parametrize("count", [5, 3_000])
def test_a_long_list_is_said_whole_in_any_language(count: int) -> None:
    names = [f"class {number}" for number in range(count)]
    assert listed(names) == ", ".join(names)
    assert spoken(listed(names), _german) == "; ".join(names)
    assert copy.deepcopy(pickle.loads(pickle.dumps(listed(names)))) == ", ".join(names)


def test_sentences_follow_each_other() -> None:
    assert in_turn(["One.", Message("It ends too early."), "Three."]) == "One. It ends too early. Three."


def test_a_message_within_a_message_is_said_in_the_same_language() -> None:
    inner = Message("It ends too early.")
    outer = Message("{file} is damaged: {why}", file="a.gz", why=inner)
    assert outer == "a.gz is damaged: It ends too early."
    assert spoken(outer, _german) == "Sie endet zu früh. Darum ist a.gz beschädigt."


def test_an_error_within_an_error_is_said_in_the_same_language() -> None:
    outer = StudioError("{file} is damaged: {why}", file="a.gz", why=DatasetError("It ends too early."))
    assert spoken(outer.message, _german) == "Sie endet zu früh. Darum ist a.gz beschädigt."


def test_lists_are_said_in_the_language() -> None:
    assert spoken(any_of(["a", "b", "c"]), _german) == "a; b oder c"


@pytest.mark.parametrize(("count", "text"), [(1, "1 Ziffer"), (2_000, "2.000 Ziffern")])
def test_a_language_has_its_own_forms_and_numbers(count: int, text: str) -> None:
    assert spoken(amount(count, "{n} digit", "{n:,} digits"), _german, _with_points) == text


@pytest.mark.parametrize("text", ["of no message", Message("{n} unknown", n=1), amount(1, "{n} cat", "{n} cats")])
def test_what_no_language_knows_stays_english(text: str) -> None:
    assert spoken(text, _german) == text


@pytest.mark.parametrize("damaged", ["{nobody}", "{file", "{file.name}", "{0}", "{file!z}"])
def test_a_damaged_translation_gives_the_english(damaged: str) -> None:
    message = Message("{file} is damaged.", file="a.gz")
    assert spoken(message, lambda _template, _count: damaged) == "a.gz is damaged."


@pytest.mark.parametrize(
    "message",
    [
        Message("It ends too early."),
        Message("{file} is damaged: {why}", file="a.gz", why=Message("It ends too early.")),
        amount(1, "{n} digit", "{n:,} digits"),
    ],
)
def test_messages_cross_to_another_process_and_are_copied_whole(message: Message) -> None:
    for made in (pickle.loads(pickle.dumps(message)), copy.deepcopy(message)):
        assert made == message
        assert type(made) is Message
        assert (made.template, made.one, made.number) == (message.template, message.one, message.number)
        assert spoken(made, _german) == spoken(message, _german)


def test_errors_cross_with_their_templates_and_settings() -> None:
    error = ConfigError("{label} cannot work: {reason}", label="Seed", reason=Message("Choose 1."), setting="seed")
    crossed = pickle.loads(pickle.dumps(error))
    assert type(crossed) is ConfigError
    assert (crossed.template, dict(crossed.values)) == (error.template, dict(error.values))
    assert (crossed.setting, crossed.reason, str(crossed)) == ("seed", "Choose 1.", "Seed cannot work: Choose 1.")


def test_a_reason_is_the_whole_sentence_where_none_stands_in_it() -> None:
    assert ConfigError("Choose 1 or more.").reason == "Choose 1 or more."


def test_a_message_is_written_as_json_and_read_back() -> None:
    message = Message("{why} {left}", why=Message("{file} ends.", file="a"), left=amount(1, "{n} digit", "{n} digits"))
    read = Message.of_parts(json.loads(json.dumps(message.parts())))
    assert read == "a ends. 1 digit"
    assert spoken(read, _german) == spoken(message, _german)
    assert read.parts() == message.parts()


@pytest.mark.parametrize(
    "data",
    [
        None,
        7,
        [],
        {},
        {"template": 7, "values": {}, "one": "", "number": None},
        {"template": "{a}", "values": {}, "one": "", "number": "many"},
        {"template": "{a}", "values": {"b": 1}, "one": "", "number": None},
        {"template": "{a", "values": {"a": 1}, "one": "", "number": None},
        {"template": "{a}", "values": 7, "one": "", "number": None},
        {"template": "{a:>999999999}", "values": {"a": 1}, "one": "", "number": None},
        {"template": "{a.real}", "values": {"a": 1}, "one": "", "number": None},
        {"template": "{a!r}", "values": {"a": 1}, "one": "", "number": None},
    ],
)
def test_what_is_no_message_is_refused(data: object) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        Message.of_parts(data)
