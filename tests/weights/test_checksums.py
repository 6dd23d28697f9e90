import torch

from cnnstudio.weights.checksums import changed, checksums, text_checksum


def test_every_change_of_a_tensor_is_seen() -> None:
    tensors = {"a": torch.arange(6.0).reshape(2, 3), "b": torch.tensor(True), "none": torch.zeros(0)}
    recorded = checksums(tensors)
    assert changed(tensors, recorded) == []
    for other in (
        torch.arange(6.0).reshape(3, 2),
        torch.arange(6.0).reshape(2, 3).double(),
        torch.arange(6, dtype=torch.int32).reshape(2, 3),
        -torch.arange(6.0).reshape(2, 3),
    ):
        assert changed({**tensors, "a": other}, recorded) == ["a"]
    assert changed({"a": tensors["a"]}, recorded) == ["b", "none"]
    assert changed({**tensors, "c": torch.zeros(1)}, recorded) == ["c"]


def test_layout_in_memory_does_not_count() -> None:
    picture = torch.rand(2, 3, 4, 5)
    assert checksums({"a": picture}) == checksums({"a": picture.to(memory_format=torch.channels_last)})


def test_texts() -> None:
    assert text_checksum("ä") != text_checksum("a")
    assert text_checksum("") == text_checksum("")
    assert len(text_checksum("x")) == 32
