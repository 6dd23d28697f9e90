from cnnstudio import resources
from cnnstudio.lessons import loading
from cnnstudio.lessons.searching import search

LESSONS = [loading.load(resources.path("lessons", "example"))]


def lines(words: str, language: str = "en") -> list[int]:
    return [hit.line for hit in search(LESSONS, words, language)]


def test_all_words_have_to_stand_in_one_place() -> None:
    assert lines("TERM formula") == [1]
    assert lines("term list") == []
    assert lines("") == lines("  ") == []


def test_headings_captions_and_items_are_looked_through() -> None:
    assert lines("opens, and one") == [7]
    assert lines("draws itself") == [28]
    assert lines("an item of") == [4]


def test_a_size_is_found_as_it_is_typed() -> None:
    vgg = loading.load(resources.path("lessons", "08-vgg"))
    found = [list(search([vgg], words, "zh_CN")) for words in ("7 × 7", "7 x 7")]
    assert found[0] == found[1] != []


def test_chinese_is_found_without_spaces() -> None:
    (hit,) = search(LESSONS, "自动打勾", "zh_CN")
    assert "自动打勾" in hit.excerpt
    assert hit.excerpt.startswith("… ")
    assert hit.section.title == "打开一个状态，再等一件事"


def test_an_excerpt_begins_and_ends_with_a_word() -> None:
    (hit,) = search(LESSONS, "worked out", "en")
    words = hit.excerpt.removeprefix("… ").removesuffix(" …")
    assert hit.excerpt.startswith("… ")
    text = resources.path("lessons", "example", "text.en.md").read_text("utf-8")
    assert {words.split()[0], words.split()[-1]} <= set(text.split())
