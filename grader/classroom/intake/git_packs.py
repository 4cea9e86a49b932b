"""One object out of a Git pack, as data: found through the pack's index (version 2), put together where it is a difference.

Everything is capped: how large an object may be, and how many differences may stand on one another. Source: Git's
documentation, gitformat-pack.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

COMMIT = 1
_BY_DISTANCE, _BY_NAME = 6, 7
_MAX_OBJECT_BYTES = 64 * 1024
# Git itself makes chains of at most 50.
_MOST_DIFFERENCES = 60
_NAME_BYTES = 20
_FAR = 1 << 31


@dataclass(frozen=True)
class Pack:
    """A pack and its index, as bytes."""

    index: bytes
    data: bytes

    def commit(self, name: bytes) -> bytes | None:
        """The text of the commit with this 20-byte name; None where it is not in the pack or is something else.

        Raises:
            ValueError, struct.error, zlib.error, IndexError: the pack is damaged.
        """
        offset = self._offset_of(name)
        entry = None if offset is None else self._object_at(offset, _MOST_DIFFERENCES)
        return entry[1] if entry and entry[0] == COMMIT else None

    def _offset_of(self, name: bytes) -> int | None:
        """Where an object stands: the index holds 256 counts, then sorted names, checksums, offsets."""
        if self.index[:8] != b"\xfftOc\0\0\0\x02":
            return None
        counts = struct.unpack_from(">256I", self.index, 8)
        total, names = counts[255], 8 + 1024
        low, high = counts[name[0] - 1] if name[0] else 0, counts[name[0]]
        while low < high:
            middle = (low + high) // 2
            start = names + _NAME_BYTES * middle
            there = self.index[start : start + _NAME_BYTES]
            if there == name:
                (offset,) = struct.unpack_from(">I", self.index, names + 24 * total + 4 * middle)
                return offset if offset < _FAR else None
            low, high = (middle + 1, high) if there < name else (low, middle)
        return None

    def _object_at(self, offset: int, differences: int) -> tuple[int, bytes] | None:
        """Kind and bytes of an object; None where differences are too many, or its base is not in this pack."""
        if not 0 < offset < len(self.data) or not differences:
            return None
        kind = (self.data[offset] >> 4) & 7
        position = offset
        while self.data[position] & 0x80:
            position += 1
        position += 1
        if kind not in (_BY_DISTANCE, _BY_NAME):
            return kind, unpacked(self.data[position : position + _MAX_OBJECT_BYTES])
        base_offset, position = self._base_of(kind, offset, position)
        base = None if base_offset is None else self._object_at(base_offset, differences - 1)
        if base is None:
            return None
        return base[0], _patched(base[1], unpacked(self.data[position : position + _MAX_OBJECT_BYTES]))

    def _base_of(self, kind: int, offset: int, position: int) -> tuple[int | None, int]:
        """Where a difference's base stands, and where its own data begin."""
        if kind == _BY_NAME:
            return self._offset_of(self.data[position : position + _NAME_BYTES]), position + _NAME_BYTES
        distance = self.data[position] & 0x7F
        while self.data[position] & 0x80:
            position += 1
            distance = ((distance + 1) << 7) | (self.data[position] & 0x7F)
        return offset - distance, position + 1


def unpacked(data: bytes) -> bytes:
    """The beginning of zlib data, never more than a commit may have."""
    return zlib.decompressobj().decompress(data, _MAX_OBJECT_BYTES)


def _patched(base: bytes, difference: bytes) -> bytes:
    """The object that a difference makes of its base: pieces copied from the base, and new ones."""
    _, position = _length(difference, 0)
    _, position = _length(difference, position)
    made = bytearray()
    while position < len(difference) and len(made) < _MAX_OBJECT_BYTES:
        order = difference[position]
        position += 1
        if not order & 0x80:
            made += difference[position : position + order]
            position += order
            continue
        numbers = []
        for bit in range(7):
            present = order >> bit & 1
            numbers.append(difference[position] if present else 0)
            position += present
        start, size = int.from_bytes(numbers[:4], "little"), int.from_bytes(numbers[4:], "little")
        made += base[start : start + (size or 0x10000)]
    return bytes(made)


def _length(data: bytes, position: int) -> tuple[int, int]:
    """A length in groups of seven bits, and where the data go on."""
    value = shift = 0
    while data[position] & 0x80:
        value |= (data[position] & 0x7F) << shift
        position, shift = position + 1, shift + 7
    return value | data[position] << shift, position + 1
