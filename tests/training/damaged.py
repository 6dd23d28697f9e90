"""A generator of damaged checkpoints, each with one thing wrong: ``kinds(content)`` gives (name, bytes) of each.

Three families: bytes as a disk, a crash or another program leaves them; what the checkpoint says of itself; its
tensors. Of the latter two the checksums are made to fit again, so that they cannot be what notices the damage.
"""

import json
import pickle
import struct
from collections.abc import Callable, Iterator
from typing import Any

from safetensors.torch import load, save
from torch import Tensor, float16, float64, int64, nan, tensor, zeros

from cnnstudio.weights import checksums

Json = dict[str, Any]
Tensors = dict[str, Tensor]
_DEEP = 100_000


def parts(content: bytes) -> tuple[Json, bytes]:
    """The header of a safetensors file, and its data."""
    length = struct.unpack("<Q", content[:8])[0]
    return json.loads(content[8 : 8 + length]), content[8 + length :]


def joined(header: object, data: bytes, *, longer: int = 0) -> bytes:
    """A safetensors file of these, whatever they are."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) + longer) + text + data


def about(content: bytes) -> Json:
    """What the file says of itself."""
    found: Json = json.loads(parts(content)[0]["__metadata__"]["cnnstudio"])
    return found


def sealed(values: object, tensors: Tensors) -> bytes:
    """A file of these with checksums that fit."""
    if isinstance(values, dict) and "checksums" in values:
        values = {**values, "checksums": checksums.checksums(tensors)}
    text = values if isinstance(values, str) else json.dumps(values)
    return save(tensors, {"cnnstudio": text, "cnnstudio-checksum": checksums.text_checksum(text)})


def kinds(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Every kind of damage to this whole checkpoint of a run that averages, uses momentum or Adam, and has begun."""
    yield from _bytes(content)
    yield from _said(content)
    yield from _tensors(content)


def _bytes(content: bytes) -> Iterator[tuple[str, bytes]]:
    header, data = parts(content)
    start = len(content) - len(data)
    for place in (0, 1, 4, 7, 8, 9, start // 2, start - 1, start, start + 1, start + len(data) // 2, len(content) - 1):
        yield f"cut after {place} bytes", content[:place]
    for name, other in (
        ("appended", content + b"\0"),
        ("twice", content * 2),
        ("zeros", bytes(len(content))),
        ("spaces", b" " * 4096),
        ("text", b"weights are elsewhere\n"),
        ("pickle", pickle.dumps({"model": [1, 2, 3]})),
        ("zip", b"PK\x03\x04" + bytes(100)),
        ("picture", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("header length 0", bytes(8) + content[8:]),
        ("header length 2^62", struct.pack("<Q", 2**62) + content[8:]),
        ("header length 2^64-1", b"\xff" * 8 + content[8:]),
        ("header too long", joined(header, data, longer=1)),
        ("header too short", joined(header, data, longer=-1)),
        ("header no JSON", joined(b"{" * 50, data)),
        ("header deep", joined(b"[" * _DEEP + b"]" * _DEEP, data)),
        ("header deep objects", joined(b'{"a":' * _DEEP, data)),
        ("header not UTF-8", joined(b'{"\xff\xfe": 1}', data)),
        *((f"header {json.dumps(value)}", joined(value, data)) for value in ([], 5, None, "a", {})),
    ):
        yield name, other

    def changed(name: str, change: Callable[[Json], object]) -> tuple[str, bytes]:
        own = json.loads(json.dumps(header))
        change(own)
        return name, joined(own, data)

    first, second = _two_of_one_shape(header)
    for key in ("dtype", "shape", "data_offsets"):
        yield changed(f"no {key}", lambda own, key=key: own[first].pop(key))
        for value in (None, 5, "F32x", [], [-1, 4], [0, 2**63], [10**30, 10**31], ["a", "b"], {}, [[0], [4]]):
            yield changed(f"{key} {value!r}", lambda own, key=key, value=value: own[first].update({key: value}))
    yield changed("offsets reversed", lambda own: own[first]["data_offsets"].reverse())
    yield changed("offsets overlap", lambda own: own[first].update(data_offsets=own[second]["data_offsets"]))
    yield changed("names exchanged", lambda own: own.update({first: own[second], second: own[first]}))
    yield changed("shape transposed", lambda own: _transpose(own))
    yield changed("metadata gone", lambda own: own.pop("__metadata__"))
    for value in ([], 5, "text", None, {"cnnstudio": 5}, {"cnnstudio": None}, {"cnnstudio": {}}, {}):
        yield changed(f"metadata {value!r}", lambda own, value=value: own.update(__metadata__=value))
    for text in ("", "nonsense", "[]", "5", "null", '"a"', "[" * _DEEP, '{"a":' * _DEEP, '{"kind": NaN}', "{}"):
        yield changed(f"says {text[:20]!r}", lambda own, text=text: own["__metadata__"].update(cnnstudio=text))
    for name in ("losses", first, _largest(header), next(name for name in header if name.startswith("optimizer."))):
        begin, end = header[name]["data_offsets"]
        for place, bit in ((begin, 0), ((begin + end) // 2, 3), (end - 1, 7)):
            flipped = bytearray(data)
            flipped[place] ^= 1 << bit
            yield f"bit {bit} of byte {place - begin} of {name} flipped", joined(header, bytes(flipped))
    for word, other in (("epoch", "epoce"), ("0", "1"), ("convnet", "convneu")):
        text = header["__metadata__"]["cnnstudio"]
        yield changed(
            f"{word} flipped to {other}",
            lambda own, text=text, word=word, other=other: own["__metadata__"].update(
                cnnstudio=text.replace(word, other, 1)
            ),
        )


def _said(content: bytes) -> Iterator[tuple[str, bytes]]:
    whole, tensors = about(content), load(content)

    def said(name: str, change: Callable[[Json], object]) -> tuple[str, bytes]:
        own = json.loads(json.dumps(whole))
        change(own)
        return f"says {name}", sealed(own, tensors)

    for key in ("schema", "kind", "network", "dataset", "train_size", "config", "progress"):
        yield said(f"no {key}", lambda own, key=key: own.pop(key))
        for value in (None, [], {}, -1, 2.5, True, "", "text", [1, 2], {"a": {"b": []}}, 10**18):
            if type(value) is type(whole[key]) and key in ("dataset",):
                continue  # a data set may be called anything
            yield said(f"{key} {value!r}", lambda own, key=key, value=value: own.update({key: value}))
    yield said("something new", lambda own: own.update(colour="green"))
    yield said("a later schema", lambda own: own.update(schema=own["schema"] + 1))
    yield said("another network", lambda own: own.update(network="mlp"))
    for size in (0, 1, 15, 2**40):
        yield said(f"train_size {size}", lambda own, size=size: own.update(train_size=size))
    for name, value in (
        *(("dropout", 0.5), ("epochs", 0), ("epochs", -1), ("epochs", 10**12), ("epochs", "ten"), ("epochs", 1.5)),
        *(("batch_size", 0), ("batch_size", 10**9), ("batch_size", True), ("seed", -1), ("seed", 2**63)),
        *(("optimizer", "lbfgs"), ("optimizer", 5), ("learning_rate", 0), ("learning_rate", -1)),
        *(("learning_rate", "fast"), ("momentum", 1), ("nesterov", "yes"), ("schedule", []), ("warmup", 2)),
        *(("network", ["convnet"]), ("network", "mlp"), ("device", "abacus"), ("averaging", -0.5), ("rotation", 1e9)),
        *(("evaluate_test", "never"), ("log_every", 0), ("dataset", 5), ("recipe", None)),
    ):
        yield said(f"config.{name} {value!r}", lambda own, name=name, value=value: own["config"].update({name: value}))
    for name, value in (
        *(("mood", "good"), ("epoch", -1), ("epoch", 10**9), ("epoch", 1.0), ("epoch", "1"), ("epoch", None)),
        *(("batch", -1), ("batch", 10**9), ("batch", 8), ("batch", True), ("batch", [])),
        *(("learning_rate", 0), ("learning_rate", -0.1), ("learning_rate", "fast"), ("learning_rate", [])),
        *(("elapsed_s", -1), ("elapsed_s", 1e300), ("elapsed_s", "long"), ("elapsed_s", None)),
        *(("best_score", "good"), ("best_score", []), ("best_epoch", -1), ("best_epoch", 10**6), ("best_epoch", None)),
        *(("train_accuracy", 97.5), ("test_accuracy", -0.5), ("test_accuracy", "97 %")),
    ):
        yield said(
            f"progress.{name} {value!r}", lambda own, name=name, value=value: own["progress"].update({name: value})
        )
    # Beyond what JSON has, and what Python's own reader takes all the same.
    text = json.dumps(whole)
    for name in ("learning_rate", "elapsed_s", "best_score"):
        for number in ("NaN", "Infinity", "-Infinity", "1e999", "9" * 400, "9" * 5000):
            broken = json.dumps({**whole, "progress": {**whole["progress"], name: "HERE"}}).replace('"HERE"', number)
            yield f"says progress.{name} {number[:9]}, {len(number)} digits", sealed(broken, tensors)
    yield "says a key twice", sealed('{"kind": "checkpoint", ' + text[1:], tensors)
    yield "says it ended in mid-epoch", said("", lambda own: own["progress"].update(epoch=own["config"]["epochs"]))[1]
    for name, value in (("a list", []), ("numbers", dict.fromkeys(tensors, 5)), ("a text", "none"), ("null", None)):
        if value == []:
            value = ["losses"]
        broken = json.dumps({**whole, "checksums": value})
        yield f"checksums are {name}", save(tensors, {"cnnstudio": broken})
    short = dict(list(whole["checksums"].items())[1:])
    yield "a checksum is missing", save(tensors, {"cnnstudio": json.dumps({**whole, "checksums": short})})
    more = {**whole["checksums"], "model.more": "0" * 32}
    yield "a checksum too many", save(tensors, {"cnnstudio": json.dumps({**whole, "checksums": more})})


def _tensors(content: bytes) -> Iterator[tuple[str, bytes]]:
    whole, found = about(content), load(content)
    weights = next(name for name in found if name.startswith("model.") and found[name].dim() == 4)
    averaged = weights.replace("model.", "averaged.")
    slot = max((name for name in found if name.startswith("optimizer.")), key=lambda name: found[name].numel())

    def with_tensors(name: str, changes: Tensors, *without: str) -> tuple[str, bytes]:
        own = {key: value for key, value in found.items() if key not in without} | changes
        return f"tensors: {name}", sealed(whole, own)

    for name in (weights, averaged, slot, "losses"):
        kept = found[name]
        less = {key: value for key, value in found.items() if key != name}
        yield f"{name} missing", save(less, {"cnnstudio": json.dumps(whole)})
        before = {key: value for key, value in whole.items() if key != "checksums"} | {"schema": 1}
        yield f"{name} missing, of a version without checksums", save(less, {"cnnstudio": json.dumps(before)})
        for how, other in (
            ("transposed", kept.mT.contiguous() if kept.dim() > 1 and kept.shape[-1] != kept.shape[-2] else kept[:-1]),
            ("of one number", zeros(())),
            ("flat", kept.flatten() if kept.dim() > 1 else kept[None]),
            ("empty", kept[:0]),
            ("longer", zeros(kept.shape[0] + 1, *kept.shape[1:])),
            ("float16", kept.to(float16)),
            ("float64", kept.to(float64)),
            ("int64", kept.to(int64)),
        ):
            yield with_tensors(f"{name} {how}", {name: other.clone()})
        if name != slot:
            for number in (nan, float("inf"), -float("inf")):
                spoilt = kept.clone()
                spoilt.view(-1)[0] = number
                yield with_tensors(f"{name} with {number}", {name: spoilt})
    yield with_tensors("all weights missing", {}, *(name for name in found if name.startswith("model.")))
    yield with_tensors("one average missing", {}, averaged)
    yield with_tensors("something else", {"colour": zeros(3)})
    yield with_tensors("weights of another network", {"model.more.weight": zeros(3)})
    yield with_tensors("averages of another network", {"averaged.more.weight": zeros(3)})
    for name in ("optimizer.99.exp_avg", "optimizer.-1.exp_avg", "optimizer.x.exp_avg", "optimizer.0", "optimizer."):
        yield with_tensors(f"{name} beyond the parameters", {name: zeros(3)})
    yield with_tensors("an unknown slot", {f"{slot.rpartition('.')[0]}.colour": found[slot].clone()})
    yield with_tensors("no optimiser at all", {}, *(name for name in found if name.startswith("optimizer.")))
    if steps := [name for name in found if name.endswith(".step")]:
        yield with_tensors("a step of two numbers", {steps[0]: zeros(2)})
        yield with_tensors("a step of whole numbers", {steps[0]: tensor(3)})
    yield "tensors: none", sealed(whole, {})


def _two_of_one_shape(header: Json) -> tuple[str, str]:
    first = next(name for name in header if name.startswith("model."))
    return first, first.replace("model.", "averaged.")


def _largest(header: Json) -> str:
    names = [name for name in header if name.startswith("model.")]
    return max(names, key=lambda name: header[name]["data_offsets"][1] - header[name]["data_offsets"][0])


def _transpose(header: Json) -> None:
    name = next(name for name in header if name.startswith("model.") and len(set(header[name]["shape"])) > 1)
    header[name]["shape"].reverse()
