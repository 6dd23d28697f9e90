"""Changes to valid files that know what the files are made of, so that what is damaged is reached at all.

Every function takes a source of chance and the bytes of a valid file and gives the bytes of a changed one. A format's
own change is made most of the time; now and then bytes are changed wherever they stand.
"""

import gzip
import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

Chance = random.Random
Mutator = Callable[[Chance, bytes], bytes]

_NUMBERS = (0, 1, -1, 2, 3, 7, 8, 255, 256, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53 + 1, 2**63 - 1, 2**63)
_MORE = (-(2**31), -(2**63), 2**64, 10**30, 10**400, 0.5, -0.0, 1e-320, 1e308, 10**9)
_TEXTS = ("", "a", "0", "NaN", "../../etc/passwd", "a\0b", "\ud800", "\x1b[2J", "é" * 50, "x" * 5000, "None", "1e999")
_DEEP = 200


def odd_value(chance: Chance) -> Any:
    """A JSON value that seldom fits."""
    kind = chance.randrange(9)
    if kind < 3:
        return chance.choice(_NUMBERS)
    if kind == 3:
        return chance.choice(_MORE)
    if kind == 4:
        return chance.choice(_TEXTS)
    if kind == 5:
        return chance.choice([None, True, False, [], {}, [None], {"": None}])
    if kind == 6:
        value: Any = chance.choice([0, [], {}])
        for _ in range(chance.choice([3, 30, _DEEP])):
            value = [value] if chance.random() < 0.5 else {chance.choice("abc"): value}
        return value
    plain = chance.choice([*_NUMBERS, *_TEXTS, None, True])
    if kind == 7:
        return [plain] * chance.choice([1, 2, 40, 1000])
    return {str(number): plain for number in range(chance.choice([1, 3, 50]))}


def value(chance: Chance, data: Any) -> Any:
    """A JSON value with one to three places changed."""
    data = json.loads(json.dumps(data))
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        data = _value_once(chance, data)
    return data


def _places(data: Any, found: list[tuple[Any, Any]]) -> None:
    if isinstance(data, dict):
        for key in data:
            found.append((data, key))
            _places(data[key], found)
    elif isinstance(data, list):
        for index in range(min(len(data), 200)):
            found.append((data, index))
            _places(data[index], found)


def _value_once(chance: Chance, data: Any) -> Any:
    places: list[tuple[Any, Any]] = []
    _places(data, places)
    if not places or chance.random() < 0.02:
        return odd_value(chance)
    holder, key = chance.choice(places)
    old = holder[key]
    kind = chance.randrange(12)
    if kind < 3:
        holder[key] = odd_value(chance)
    elif kind == 3:
        del holder[key]
    elif kind == 4:
        holder[key] = _near(chance, old)
    elif kind == 5:
        other, name = chance.choice(places)
        holder[key] = json.loads(json.dumps(other[name])) if name in other or isinstance(other, list) else None
    elif kind == 6 and isinstance(holder, dict):
        holder[str(odd_value(chance))[:50]] = holder.pop(key)
    elif kind == 7 and isinstance(holder, list):
        holder[key:key] = [old] * chance.choice([1, 2, 30, 500])
    elif kind == 8 and isinstance(holder, list):
        chance.shuffle(holder)
    elif kind == 9 and isinstance(old, list) and old:
        del old[chance.randrange(len(old)) :]
    elif kind == 10 and isinstance(old, dict) and len(old) > 1:
        first, second = chance.sample(sorted(old), 2)
        old[first], old[second] = old[second], old[first]
    else:
        holder[key] = [old] if chance.random() < 0.5 else {"a": old}
    return data


def _near(chance: Chance, old: Any) -> Any:
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return chance.choice(
            [old + 1, old - 1, -old, old * 2, old * 1000, old ^ (1 << chance.randrange(40)), float(old)]
        )
    if isinstance(old, float):
        return chance.choice([old * 1e300, -old, int(old) if abs(old) < 1e18 else 0, str(old)])
    if isinstance(old, str) and old:
        place = chance.randrange(len(old))
        return chance.choice(
            [old[:place], old + old, old[:place] + "\0" + old[place:], old.upper(), old[::-1], old[1:]]
        )
    return chance.choice(_NUMBERS)


def json_text(chance: Chance, content: bytes) -> bytes:
    """JSON, changed as values, or as text where no value says it: doubled keys, NaN, comments, other encodings."""
    if chance.random() < 0.75:
        return json.dumps(value(chance, json.loads(content))).encode("utf-8", "surrogatepass")
    text = content.decode()
    kind = chance.randrange(9)
    place = chance.randrange(len(text) + 1)
    if kind == 0:
        return (
            text[:place] + chance.choice(["NaN", "Infinity", "1e999", "-", "0x1", "1" * 5000]) + text[place:]
        ).encode()
    if kind == 1:
        key = chance.choice(['"kind": 1, ', '"a": 1, "a": 2, ', '"": {}, '])
        return text.replace("{", "{" + key, chance.choice([1, 3])).encode()
    if kind == 2:
        return text.encode(chance.choice(["utf-16", "utf-32", "utf-8-sig"]))
    if kind == 3:
        return text[:place].encode()
    if kind == 4:
        return text.encode() + chance.choice([b"\0", b"{}", b"garbage", b" " * 100_000])
    if kind == 5:
        opening = chance.choice(["[", '{"a":', '[{"":'])
        return (text[:place] + opening * chance.choice([10, 1000, 50_000]) + text[place:]).encode()
    if kind == 6:
        return text.replace('"', '"\\u0000', 3).encode()
    if kind == 7:
        return text.replace(":", ": [],", chance.choice([1, 5])).encode()
    return raw(chance, content)


def raw(chance: Chance, content: bytes) -> bytes:
    """Bytes changed, cut, doubled or put in wherever they stand."""
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(7)
        if kind == 0 and place < len(data):
            data[place] ^= 1 << chance.randrange(8)
        elif kind == 1 and place < len(data):
            data[place] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        elif kind == 2:
            size = chance.choice([2, 4, 8])
            number = chance.choice([0, 1, -1, 2**15, 2**31 - 1, 2**32 - 1]) & (2 ** (8 * size) - 1)
            data[place : place + size] = number.to_bytes(size, chance.choice(["little", "big"]))
        elif kind == 3:
            del data[place : place + chance.choice([1, 4, 100, len(data)])]
        elif kind == 4:
            data[place:place] = chance.randbytes(chance.choice([1, 4, 100]))
        elif kind == 5:
            data[place:place] = data[place : place + chance.choice([1, 10, 200])] * chance.choice([1, 3, 50])
        else:
            other = chance.randrange(len(data) + 1)
            data[place : place + 16] = data[other : other + 16]
    return bytes(data)


def rarely_raw(own: Mutator) -> Mutator:
    """``own`` most of the time, any bytes else; what cannot be changed in its own way is changed in any."""

    def mutate(chance: Chance, content: bytes) -> bytes:
        if chance.random() < 0.15:
            return raw(chance, content)
        try:
            return own(chance, content)
        except (ValueError, KeyError, IndexError, struct.error, zipfile.BadZipFile, OverflowError, RecursionError):
            return raw(chance, content)

    return mutate


def zipped(member: Callable[[Chance, str, bytes], bytes]) -> Mutator:
    """A zip archive: one member's content, or the archive's own structure."""

    def mutate(chance: Chance, content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
        if chance.random() < 0.7:
            large = [index for index, (_, data) in enumerate(members) if len(data) > 100] or [0]
            index = chance.choice(large)
            name, data = members[index]
            members[index] = name, member(chance, name, data)
            return _zip(members, zipfile.ZIP_DEFLATED)
        return _zip_structure(chance, members)

    return mutate


def _zip(members: list[tuple[str, bytes]], packing: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, packing)
    return file.getvalue()


def _zip_structure(chance: Chance, members: list[tuple[str, bytes]]) -> bytes:
    packing = chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    kind = chance.randrange(6)
    index = chance.randrange(len(members))
    if kind == 0:
        del members[index]
    elif kind == 1:
        members[index] = (
            chance.choice(["../x", "/models/a.json", "a" * 3000, "é\ud7ff", "", "a/models/"]),
            members[index][1],
        )
    elif kind == 2:
        members += [(f"more/{number}", b"") for number in range(chance.choice([3, 3000]))]
    elif kind == 3:
        members[index] = members[index][0], chance.choice([b" ", b"[", b"0", b"\0"]) * chance.choice([10**5, 3 * 10**7])
    content = bytearray(_zip(members, packing))
    if kind >= 3:
        # A number in a header: signature, place of the number, its size.
        header, place, size = chance.choice(
            [
                *((b"PK\1\2", place, size) for place, size in ((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2))),
                *((b"PK\1\2", place, size) for place, size in ((30, 2), (32, 2), (34, 2), (42, 4))),
                *(
                    (b"PK\3\4", place, size)
                    for place, size in ((6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2))
                ),
                *((b"PK\5\6", place, size) for place, size in ((4, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2))),
            ]
        )
        start = content.find(header, chance.randrange(len(content)))
        start = start if start >= 0 else content.rfind(header)
        number = chance.choice([0, 1, 8, 12, 14, 99, 0xFFFF, 2**31, 2**32 - 1, chance.getrandbits(32)]) % 2 ** (
            8 * size
        )
        content[start + place : start + place + size] = number.to_bytes(size, "little")
    return bytes(content)


def safetensors(about: Callable[[Chance, dict[str, str]], None]) -> Mutator:
    """A safetensors file: its header's JSON, its metadata (changed by ``about``), its length, its numbers."""

    def mutate(chance: Chance, content: bytes) -> bytes:
        length = int.from_bytes(content[:8], "little")
        header, data = json.loads(content[8 : 8 + length]), content[8 + length :]
        kind = chance.randrange(10)
        if kind < 4 and "cnnstudio" in header.get("__metadata__", {}):
            about(chance, header["__metadata__"])
        elif kind < 7:
            names = [name for name in header if name != "__metadata__"]
            entry = header[chance.choice(names)]
            which = chance.randrange(4)
            if which == 0:
                entry["dtype"] = chance.choice(
                    ["F64", "F16", "BF16", "I64", "U8", "BOOL", "F8_E4M3", "C64", "F4", "", 1, "U64"]
                )
            elif which == 1:
                entry["shape"] = chance.choice([[], [0], [2**63], [-1], [1] * 100, "x", [1.5], entry["shape"][::-1]])
            elif which == 2:
                entry["data_offsets"] = [chance.choice([0, 4, len(data), 2**63, -1]) for _ in range(2)]
            else:
                first, second = chance.choice(names), chance.choice(names)
                header[first], header[second] = header[second], header[first]
        elif kind == 7:
            header = value(chance, header)
        elif kind == 8:
            place = chance.randrange(len(data) + 1)
            data = data[:place] + chance.randbytes(chance.choice([1, 4, 64])) + data[place + 4 :]
        text = json.dumps(header).encode("utf-8", "surrogatepass")
        size = len(text)
        if kind == 9:
            size = chance.choice([0, 1, size - 1, size + 1, 2**32, 2**63, 2**64 - 1])
        return size.to_bytes(8, "little") + text + data

    return mutate


def idx(chance: Chance, content: bytes) -> bytes:
    """An idx file: a number of its header, too many or too few bytes after it."""
    data = bytearray(content)
    dimensions = data[3]
    kind = chance.randrange(5)
    if kind == 0:
        data[chance.randrange(4)] = chance.choice([0, 1, 3, 8, 9, 13, 255])
    elif kind == 1:
        number = chance.choice([0, 1, 27, 28, 29, 999, 10**6, 10**6 + 1, 2**31, 2**32 - 1])
        struct.pack_into(">I", data, 4 + 4 * chance.randrange(dimensions), number)
    elif kind == 2:
        del data[chance.randrange(len(data)) :]
    elif kind == 3:
        data += chance.randbytes(chance.choice([1, 100, 10_000]))
    else:
        data[4 + 4 * dimensions + chance.randrange(10)] = 255
    return bytes(data)


def gzipped(inner: Mutator) -> Mutator:
    """A gzip file: what is inside, a field of its header, its sum, several one after another, a bomb."""

    def mutate(chance: Chance, content: bytes) -> bytes:
        kind = chance.randrange(8)
        unpacked = gzip.decompress(content)
        if kind < 3:
            return gzip.compress(inner(chance, unpacked), mtime=0)
        data = bytearray(content)
        if kind == 3:
            data[chance.randrange(2, 10)] = chance.randrange(256)
        elif kind == 4:
            data[-chance.randrange(1, 9)] ^= 1 << chance.randrange(8)
        elif kind == 5:
            data += gzip.compress(chance.choice([b"", unpacked, b"\0" * 10**7]), mtime=0)
        elif kind == 6:
            return gzip.compress(unpacked[:16] + bytes(chance.choice([10, 10**7, 10**8])), mtime=0)
        else:
            del data[chance.randrange(len(data)) :]
        return bytes(data)

    return mutate


def png(chance: Chance, content: bytes) -> bytes:
    """A PNG: chunks changed, doubled, dropped, moved; their sums are right again."""
    chunks, place = [], 8
    while place + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        chunks.append((content[place + 4 : place + 8], bytearray(content[place + 8 : place + 8 + length])))
        place += 12 + length
    index = chance.randrange(len(chunks))
    kind = chance.randrange(9)
    name, data = chunks[index]
    if kind == 0 and len(chunks[0][1]) == 13:
        width, height, *rest = struct.unpack(">IIBBBBB", bytes(chunks[0][1]))
        sizes = [0, 1, 7, 8, 10, 65535, 10**5, 2**31 - 1, 2**31, 2**32 - 1]
        rest[chance.randrange(5)] = chance.choice([0, 1, 2, 3, 4, 6, 8, 16, 255])
        if chance.random() < 0.6:
            width, height = chance.choice([width, *sizes]), chance.choice([height, *sizes])
        chunks[0] = chunks[0][0], bytearray(struct.pack(">IIBBBBB", width, height, *rest))
    elif kind == 1:
        chunks.insert(chance.randrange(len(chunks)), chunks[index])
    elif kind == 2:
        del chunks[index]
    elif kind == 3:
        chance.shuffle(chunks)
    elif kind == 4 and data:
        data[chance.randrange(len(data))] = chance.randrange(256)
    elif kind == 5:
        del data[chance.randrange(len(data) + 1) :]
    elif kind == 6:
        extra = chance.choice(
            [
                b"tEXt",
                b"zTXt",
                b"iTXt",
                b"iCCP",
                b"eXIf",
                b"tRNS",
                b"PLTE",
                b"acTL",
                b"fcTL",
                b"gAMA",
                b"cHRM",
                b"pHYs",
                b"sRGB",
            ]
        )
        inside = chance.choice(
            [b"", b"a\0\0" + zlib.compress(b"x" * 10**6), chance.randbytes(30), b"II*\0\x08\0\0\0\1\0"]
        )
        chunks.insert(chance.randrange(1, len(chunks) + 1), (extra, bytearray(inside)))
    elif kind == 7:
        chunks[index] = bytes(chance.choices(b"ABCDabcdIPHRENt", k=4)), data
    out = bytearray(content[:8])
    for name, data in chunks:
        check = zlib.crc32(name + bytes(data)) if chance.random() < 0.98 else 1
        length = len(data) if kind != 8 or chance.random() < 0.7 else chance.choice([0, 2**31, 2**32 - 1])
        out += struct.pack(">I", length) + name + data + struct.pack(">I", check)
    return bytes(out)


def jpeg(chance: Chance, content: bytes) -> bytes:
    """A JPEG: segments changed, doubled, dropped; its EXIF as a TIFF of its own."""
    segments, place = [], 2
    while place + 4 <= len(content) and content[place] == 0xFF and content[place + 1] != 0xDA:
        (length,) = struct.unpack_from(">H", content, place + 2)
        segments.append((content[place + 1], content[place + 4 : place + 2 + length]))
        place += 2 + length
    rest = content[place:]
    kind = chance.randrange(8)
    index = chance.randrange(len(segments))
    marker, data = segments[index]
    exif = next((number for number, (_, inside) in enumerate(segments) if inside.startswith(b"Exif\0\0")), None)
    if kind < 3 and exif is not None:
        segments[exif] = 0xE1, b"Exif\0\0" + tiff(chance, segments[exif][1][6:])
    elif kind == 3:
        segments.insert(index, segments[index])
    elif kind == 4:
        del segments[index]
    elif kind == 5:
        segments[index] = chance.choice([0xC0, 0xC2, 0xC4, 0xDB, 0xDD, 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xFE]), data
    elif kind == 6:
        segments[index] = marker, raw(chance, data)
    else:
        rest = raw(chance, rest)
    out = bytearray(content[:2])
    for marker, data in segments:
        out += bytes((0xFF, marker)) + struct.pack(">H", min(len(data) + 2, 65535)) + data
    return bytes(out + rest)


def tiff(chance: Chance, content: bytes) -> bytes:
    """A TIFF, or EXIF's notes: a tag's number, type, count or value; the place of a directory; its length."""
    data = bytearray(content)
    order = "<" if data[:2] == b"II" else ">"
    (start,) = struct.unpack_from(f"{order}I", data, 4)
    directories = []
    while start and start + 2 <= len(data) and len(directories) < 4:
        (count,) = struct.unpack_from(f"{order}H", data, start)
        directories.append((start, count))
        if start + 6 + 12 * count > len(data):
            break
        (start,) = struct.unpack_from(f"{order}I", data, start + 2 + 12 * count)
    begin, count = chance.choice(directories)
    entry = begin + 2 + 12 * chance.randrange(max(count, 1))
    kind = chance.randrange(8)
    if kind == 0:
        struct.pack_into(
            f"{order}H",
            data,
            entry,
            chance.choice(
                [256, 257, 258, 259, 262, 273, 274, 277, 278, 279, 322, 324, 339, 34665, 34853, 34675, 65535]
            ),
        )
    elif kind == 1:
        struct.pack_into(f"{order}H", data, entry + 2, chance.choice([0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 12, 13, 16, 99]))
    elif kind == 2:
        struct.pack_into(f"{order}I", data, entry + 4, chance.choice([0, 1, 2, 1000, 2**31, 2**32 - 1]))
    elif kind < 6:
        number = chance.choice([0, 1, 2, 3, 5, 7, 8, 16, 32, 64, 1000, 32773, len(data), begin, 2**31, 2**32 - 1])
        struct.pack_into(f"{order}I", data, entry + 8, number)
        if chance.random() < 0.5:
            struct.pack_into(f"{order}HH", data, entry + 8, number & 0xFFFF, 0)
    elif kind == 6:
        struct.pack_into(f"{order}H", data, begin, chance.choice([0, 1, count + 1, 1000, 65535]))
    else:
        place = chance.choice([4, begin + 2 + 12 * count])
        struct.pack_into(f"{order}I", data, place, chance.choice([0, begin, 8, len(data) - 1, 2**32 - 1]))
    return bytes(data)


def blocks(chance: Chance, content: bytes) -> bytes:
    """GIF, BMP, WebP, ICO, PPM: numbers of the header, where sizes and places stand."""
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 3])):
        place = chance.randrange(min(len(data), 64))
        size = chance.choice([1, 2, 4])
        number = chance.choice(
            [0, 1, 2, 7, 8, 127, 128, 255, 0x7FFF, 0xFFFF, 2**31 - 1, 2**32 - 1, chance.getrandbits(32)]
        )
        data[place : place + size] = (number % 2 ** (8 * size)).to_bytes(size, "little")
    return bytes(data)


def csv_text(chance: Chance, content: bytes) -> bytes:
    """A table: cells, rows, the heading."""
    rows = [line.split(",") for line in content.decode().split("\n")]
    kind = chance.randrange(8)
    row = chance.choice(rows)
    cell = chance.randrange(len(row))
    if kind < 3:
        row[cell] = str(
            chance.choice([*_NUMBERS, *_MORE, "nan", "inf", "", "x", "1_0", " 1", "١", '"', "\0", "\r", "1" * 5000])
        )
    elif kind == 3:
        del row[cell]
    elif kind == 4:
        row += ["1"] * chance.choice([1, 100])
    elif kind == 5:
        rows.insert(chance.randrange(len(rows)), chance.choice([[""], ["a"], ['"a', 'b"'], rows[0]]))
    elif kind == 6:
        chance.shuffle(rows)
    else:
        del rows[chance.randrange(len(rows)) :]
    return "\n".join(",".join(cells) for cells in rows).encode()


def ini(chance: Chance, content: bytes) -> bytes:
    """A settings file: keys, values, groups, Qt's own spellings."""
    lines = content.decode().split("\n")
    index = chance.randrange(len(lines))
    key, equals, old = lines[index].partition("=")
    kind = chance.randrange(8)
    odd = [
        *("@Invalid()", "@ByteArray(\\0\\xff)", "@Variant(\\0\\0\\0\\x7f)", "@Rect(1 2 3 4)", "@Size(-1 99999999999)"),
        *(
            "[" * 500,
            '{"a": ' * 300,
            "NaN",
            "1e999",
            '"',
            "\\x110000",
            "%%%",
            "@",
            "@@x",
            "1, 2, 3",
            "9" * 5000,
            "true",
        ),
    ]
    if kind < 4 and equals:
        lines[index] = f"{key}={chance.choice([*odd, json.dumps(odd_value(chance))])}"
    elif kind == 4:
        lines[index] = chance.choice(["[", "[]", "[%General]", "=", "=1", "\\", ";", "[window", "a=b=c", "%U0000=1"])
    elif kind == 5:
        lines.insert(index, lines[chance.randrange(len(lines))])
    elif kind == 6:
        del lines[index]
    else:
        lines[index] = old + equals + key
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def python(chance: Chance, content: bytes) -> bytes:
    """Python source: lines moved and doubled, brackets and blocks nested, odd encodings and letters."""
    lines = content.decode().split("\n")
    index = chance.randrange(len(lines))
    kind = chance.randrange(9)
    depth = chance.choice([5, 90, 150, 300, 3000, 50_000])
    if kind == 0:
        lines[index] = (
            "x = " + chance.choice(["(", "[", "{", "{1:", "-", "not ", "lambda: ", "f(", "a if b else ", "*"]) * depth
        )
    elif kind == 1:
        lines[index] = (
            "x = a" + chance.choice([".b", "()", "[0]", "+1", "**2", " and a", "<a", " if a else a", ",a"]) * depth
        )
    elif kind == 2:
        lines[index:index] = [" " * level + "if 1:" for level in range(min(depth, 3000))]
    elif kind == 3:
        odd = ["utf-16", "rot13", "undefined", "zlib", "idna", "x", "mbcs", "utf-7", "punycode", "unicode_escape"]
        lines[0] = f"# coding: {chance.choice(odd)}"
    elif kind == 4:
        lines[index:index] = lines[chance.randrange(len(lines)) :]
    elif kind == 5:
        lines[index] = lines[index].replace(
            chance.choice("()[]:,=."), chance.choice(["", "((", "\0", "\\", '"', "'''", "\t", "é"])
        )
    elif kind == 6:
        lines[index] = (
            f"class Net({chance.choice(['a' + '.b' * depth, '*' * 5, 'f(' * 50, 'Module, ' * depth, 'x=1'])}): pass"
        )
    elif kind == 7:
        lines[index] = chance.choice(
            ["\ud800", "\u202e", "\x00", "\x0c", "\u2028", "if", "match x:", "print 1", "x = 0777", "async"]
        )
    else:
        chance.shuffle(lines)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def link(chance: Chance, content: bytes) -> bytes:
    """An address: its parts, names and values, as they are quoted."""
    text = content.decode()
    head, mark, query = text.partition("?")
    pairs = query.split("&") if query else []
    odd = [
        "a",
        "=",
        "a=",
        "=1",
        "a=%ff",
        "a=%",
        "a=%ed%a0%80",
        "a=1&a=2",
        "a=" + "[" * 300,
        "a=NaN",
        "a=1e999",
        "a=%00",
        "+=+",
    ]
    kind = chance.randrange(7)
    if kind == 0:
        head = chance.choice(
            [
                "cnnstudio:",
                "CNNSTUDIO:draw",
                "http://x",
                "cnnstudio://a/b",
                "cnnstudio:%2e%2e",
                head + "/",
                "",
                " " + head,
            ]
        )
    elif kind == 1 and pairs:
        del pairs[chance.randrange(len(pairs))]
    elif kind == 2:
        pairs.append(f"k{chance.randrange(9)}={json.dumps(odd_value(chance))[:1500]}")
    elif kind == 3:
        pairs.insert(0, chance.choice(odd))
    elif kind == 4:
        pairs += pairs
    elif kind == 5:
        mark = chance.choice(["", "??", "?&", "#"])
    else:
        pairs.append("x=" + "y" * chance.choice([100, 1900, 3000]))
    return (head + (mark or "?") + chance.choice(["&", "&", "&&", ";"]).join(pairs)).encode("utf-8", "replace")


Message = list[tuple[int, int, Any]]
"""Fields of a protocol buffer: number, wire type, and what stands there: a number, bytes, or a message."""


def _varint(number: int) -> bytes:
    found = bytearray()
    number &= 2**64 - 1
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def _number(content: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[place]
        place += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, place


def _message(content: bytes, depth: int = 0) -> Message | None:
    """The fields; None where the bytes are no message."""
    found: Message = []
    place = 0
    try:
        while place < len(content):
            key, place = _number(content, place)
            kind, number = key & 7, key >> 3
            if not 0 < number < 64:
                return None
            if kind == 0:
                value, place = _number(content, place)
                found.append((number, 0, value))
                continue
            if kind not in (1, 2, 5):
                return None
            length, place = _number(content, place) if kind == 2 else ({1: 8, 5: 4}[kind], place)
            piece = content[place : place + length]
            if len(piece) != length:
                return None
            place += length
            inner = _message(piece, depth + 1) if kind == 2 and piece and depth < 6 else None
            found.append((number, kind, piece if inner is None else inner))
    except IndexError:
        return None
    return found


def _packed(message: Message) -> bytes:
    parts = []
    for number, kind, value in message:
        parts.append(_varint(number << 3 | kind))
        if kind == 0:
            parts.append(_varint(value))
            continue
        content = value if isinstance(value, bytes) else _packed(value)
        parts += [_varint(len(content)), content] if kind == 2 else [content]
    return b"".join(parts)


def _messages(message: Message) -> list[Message]:
    found = [message]
    for _, _, value in message:
        if isinstance(value, list):
            found += _messages(value)
    return found


def protobuf(chance: Chance, content: bytes) -> bytes:
    """A protocol buffer with some of its fields changed, doubled, moved or gone; lengths still fit."""
    whole = _message(content)
    if whole is None:
        return raw(chance, content)
    for _ in range(chance.choice([1, 1, 2, 4])):
        message = chance.choice([one for one in _messages(whole) if one] or [whole])
        place = chance.randrange(len(message))
        number, kind, value = message[place]
        way = chance.randrange(9)
        if way == 0:
            del message[place]
        elif way == 1:
            message[place:place] = [message[place]] * chance.choice([1, 2, 50, 2000])
        elif way == 2:
            chance.shuffle(message)
        elif way == 3:
            message[place] = (chance.randrange(1, 25), kind, value)
        elif way == 4:
            other = chance.choice(_messages(whole))
            if other:
                message.append(chance.choice(other))
        elif isinstance(value, int):
            message[place] = (
                number,
                kind,
                chance.choice([*_NUMBERS, value + 1, value - 1, value ^ 1 << chance.randrange(40)]),
            )
        elif isinstance(value, bytes):
            changed = chance.choice(
                [b"", value[:-1], value + value, value[::-1], b"\xff" * 9, b"x" * 5000, raw(chance, value)]
            )
            message[place] = (number, kind, changed if kind == 2 else (changed + b"\0" * 8)[: {1: 8, 5: 4}[kind]])
        else:
            message[place] = (number, kind, chance.choice([[], value + value, value[: len(value) // 2]]))
    return _packed(whole)
