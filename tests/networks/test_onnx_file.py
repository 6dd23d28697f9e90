"""The graph of an ONNX file by the wire format alone, held against the package onnx; files of any origin."""

from pathlib import Path

import numpy as np
import pytest

from cnnstudio.errors import StorageError, WeightsError
from cnnstudio.networks import onnx_file

onnx = pytest.importorskip("onnx")
helper, numpy_helper = onnx.helper, onnx.numpy_helper
FLOAT = onnx.TensorProto.FLOAT


def written(
    folder: Path, nodes: list[object], constants: list[object], shape: tuple[object, ...] = (1, 3, 8, 8)
) -> Path:
    """A file with these nodes from ``x`` to ``y``."""
    given = helper.make_tensor_value_info("x", FLOAT, shape)
    result = helper.make_tensor_value_info("y", FLOAT, None)
    graph = helper.make_graph(nodes, "net", [given], [result], constants)
    file = folder / "net.onnx"
    file.write_bytes(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString())
    return file


ARRAYS = [
    np.array([[1.5, -2.0]], "float32"),
    np.array(7.25, "float32"),
    np.array([3, -4, 5], "int64"),
    np.array([3, -4], "int32"),
    np.array([True, False]),
    np.array([1.0, 1e300], "float64"),
    np.array([1, 255], "uint8"),
    np.array([0.5], "float16"),
    np.zeros((0,), "float32"),
]


@pytest.mark.parametrize("raw", [True, False])
def test_constants_are_read_as_they_were_written(tmp_path: Path, raw: bool) -> None:
    constants = []
    for place, array in enumerate(ARRAYS):
        if raw or array.dtype == "float16":
            constants.append(numpy_helper.from_array(array, f"c{place}"))
        else:
            kind = helper.np_dtype_to_tensor_dtype(array.dtype)
            constants.append(helper.make_tensor(f"c{place}", kind, array.shape, array.flatten().tolist()))
    read = onnx_file.read(written(tmp_path, [helper.make_node("Relu", ["x"], ["y"], name="/a/Relu")], constants))
    for place, array in enumerate(ARRAYS):
        found = read.constants[f"c{place}"]
        assert found.shape == array.shape
        assert found.dtype == array.dtype
        np.testing.assert_array_equal(found.values, array)
    assert read.opset == 17
    assert read.inputs == (("x", (1, 3, 8, 8)),)
    assert read.outputs == ("y",)


def test_nodes_and_their_settings_are_read(tmp_path: Path) -> None:
    node = helper.make_node(
        *("Conv", ["x", "", "b"], ["y"]),
        name="/stem/Conv",
        pads=[1, 2, -3, 4],
        alpha=0.25,
        group=3,
        auto_pad="VALID",
        scales=[0.5, 2.0],
        names=["a", "b"],
        value=numpy_helper.from_array(np.array([9], "int64")),
    )
    (found,) = onnx_file.read(written(tmp_path, [node], [], ("N", 3, None, 8))).nodes
    assert (found.operator, found.name, found.inputs, found.outputs) == ("Conv", "/stem/Conv", ("x", "", "b"), ("y",))
    value = found.settings.pop("value")
    assert found.settings == {
        "pads": [1, 2, -3, 4],
        "alpha": 0.25,
        "group": 3,
        "auto_pad": "VALID",
        "scales": [0.5, 2.0],
        "names": ["a", "b"],
    }
    assert value.values.tolist() == [9]


def test_a_size_that_may_vary_is_open(tmp_path: Path) -> None:
    file = written(tmp_path, [helper.make_node("Relu", ["x"], ["y"])], [], ("N", 3, None, 8))
    assert onnx_file.read(file).inputs == (("x", (None, 3, None, 8)),)


def test_the_numbers_of_a_large_weight_are_passed_over(tmp_path: Path) -> None:
    large = numpy_helper.from_array(np.zeros((64, 65), "float32"), "w")
    small = numpy_helper.from_array(np.zeros((64, 64), "float32"), "v")
    found = onnx_file.read(written(tmp_path, [helper.make_node("Relu", ["x"], ["y"])], [large, small])).constants
    assert found["w"].values is None
    assert found["w"].shape == (64, 65)
    assert found["v"].values is not None


def test_what_is_no_onnx_file_is_a_sentence(tmp_path: Path) -> None:
    whole = written(tmp_path, [helper.make_node("Relu", ["x"], ["y"])], [numpy_helper.from_array(ARRAYS[0], "c")])
    content = whole.read_bytes()
    file = tmp_path / "odd.onnx"
    for odd in (b"", b"\x00", b"not at all", b"\x3a\xff\xff\xff\xff\x0f", content[:-3], content[::-1], b"\x08" * 99):
        file.write_bytes(odd)
        with pytest.raises(WeightsError, match=r"odd\.onnx is no ONNX file or is damaged"):
            onnx_file.read(file)
    with pytest.raises(StorageError, match=r"gone\.onnx could not be read"):
        onnx_file.read(tmp_path / "gone.onnx")


def test_any_byte_may_be_wrong(tmp_path: Path) -> None:
    """Every byte of a small file changed in turn: it is read, or refused in words."""
    content = bytearray(
        written(
            tmp_path,
            [helper.make_node("Conv", ["x", "c"], ["y"], name="/a/Conv", pads=[1, 1, 1, 1], kernel_shape=[1, 1])],
            [numpy_helper.from_array(np.zeros((2, 3, 1, 1), "float32"), "c")],
        ).read_bytes()
    )
    file = tmp_path / "odd.onnx"
    refused = 0
    for place in range(len(content)):
        for other in (0, 0x7F, 0xFF):
            changed = content[:place] + bytes([other]) + content[place + 1 :]
            file.write_bytes(changed)
            try:
                onnx_file.read(file)
            except WeightsError:
                refused += 1
    assert refused > len(content) // 4


def test_types_whose_numbers_are_not_read_have_their_sizes(tmp_path: Path) -> None:
    for kind, dtype in (
        ("BFLOAT16", "bfloat16"),
        ("FLOAT8E4M3FN", "float8_e4m3fn"),
        ("COMPLEX64", "complex64"),
        ("INT4", "int8"),
    ):
        tensor = onnx.TensorProto(name="c", dims=[2, 3], data_type=getattr(onnx.TensorProto, kind), raw_data=b"\0" * 48)
        found = onnx_file.read(written(tmp_path, [helper.make_node("Relu", ["x"], ["y"])], [tensor])).constants["c"]
        assert (found.shape, found.dtype, found.values) == ((2, 3), dtype, None)
    for kind in ("uint32", "uint64"):
        tensor = helper.make_tensor("c", helper.np_dtype_to_tensor_dtype(np.dtype(kind)), [2], [1, 2**32 - 1])
        found = onnx_file.read(written(tmp_path, [helper.make_node("Relu", ["x"], ["y"])], [tensor])).constants["c"]
        assert found.values is not None
        assert found.values.tolist() == [1, 2**32 - 1]


def test_texts_among_the_constants_are_told(tmp_path: Path) -> None:
    tensor = helper.make_tensor("c", onnx.TensorProto.STRING, [1], [b"a"])
    with pytest.raises(WeightsError, match="has texts among its constants"):
        onnx_file.read(written(tmp_path, [helper.make_node("Relu", ["x"], ["y"])], [tensor]))


def test_more_numbers_than_the_sizes_say_are_not_taken_into_memory(tmp_path: Path) -> None:
    tensor = onnx.TensorProto(name="c", dims=[2], data_type=1, raw_data=b"\0" * 4096)
    with pytest.raises(WeightsError, match="is no ONNX file or is damaged"):
        onnx_file.read(written(tmp_path, [helper.make_node("Relu", ["x"], ["y"])], [tensor]))


@pytest.mark.parametrize("inside", [b"", b"\x0a"])
def test_millions_of_empty_entries_are_refused_before_they_fill_the_memory(tmp_path: Path, inside: bytes) -> None:
    """Two bytes each in the file, some hundred in memory."""
    entries = b"\x0a\x00" * (onnx_file.MOST_FIELDS + 1)
    graph = entries if not inside else inside + _length(len(entries)) + entries
    file = tmp_path / "many.onnx"
    file.write_bytes(b"\x3a" + _length(len(graph)) + graph)
    with pytest.raises(WeightsError, match="more entries than any network's"):
        onnx_file.read(file)


def _length(count: int) -> bytes:
    found = bytearray()
    while count > 127:
        found.append(count & 127 | 128)
        count >>= 7
    return bytes([*found, count])
