"""Compound files (OLE, MS-CFB) as small as they can be, for tests: folders are dicts, streams are bytes."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SECTOR, SHORT, LONGEST_SHORT = 512, 64, 4095
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5

Folder = Mapping[str, Any]


@dataclass
class _Entry:
    """A line of the directory; its neighbours and the first entry in it by their numbers."""

    name: str
    kind: int
    data: bytes = b""
    right: int = _FREE
    child: int = _FREE
    start: int = _END

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            name, len(name), self.kind, 1, _FREE, self.right, self.child,
            bytes(16), 0, 0, 0, self.start, len(self.data),
        )  # fmt: skip


def compound_file(root: Folder) -> bytes:
    """The bytes of a compound file."""
    entries = [_Entry("Root Entry", _ROOT)]
    _add(entries, 0, root)
    short = [entry for entry in entries if 0 < len(entry.data) <= LONGEST_SHORT]
    short_fat = _laid(short, SHORT, [])
    entries[0].data = b"".join(_padded(entry.data, SHORT) for entry in short)
    long = [entry for entry in entries if len(entry.data) > LONGEST_SHORT or entry is entries[0]]
    directory = _Entry("", 0, bytes(128 * len(entries)))
    table = _Entry("", 0, _numbers(short_fat))
    chained = [directory, table, *long]
    fat_size = 1 + sum(len(_padded(one.data, SECTOR)) for one in chained) // SECTOR // 127
    fat = _laid(chained, SECTOR, [_FAT] * fat_size)
    directory.data = b"".join(entry.packed() for entry in entries)
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6),
        0, fat_size, directory.start, 0, LONGEST_SHORT + 1,
        table.start, len(_padded(table.data, SECTOR)) // SECTOR, _END, 0,
        *range(fat_size), *[_FREE] * (109 - fat_size),
    )  # fmt: skip
    fat += [_FREE] * (fat_size * SECTOR // 4 - len(fat))
    return header + _numbers(fat) + b"".join(_padded(one.data, SECTOR) for one in chained)


def _add(entries: list[_Entry], parent: int, folder: Folder) -> None:
    """Add what is in a folder: its first entry is the child, each further one right of the last."""
    before = None
    for name, content in folder.items():
        number = len(entries)
        if before is None:
            entries[parent].child = number
        else:
            before.right = number
        before = _Entry(name, _STORAGE if isinstance(content, Mapping) else _STREAM)
        entries.append(before)
        if isinstance(content, Mapping):
            _add(entries, number, content)
        else:
            before.data = content


def _laid(entries: Sequence[_Entry], size: int, fat: list[int]) -> list[int]:
    """The table of sectors with the data of the entries one behind the other."""
    for entry in entries:
        count = len(_padded(entry.data, size)) // size
        if count:
            entry.start = len(fat)
            fat += [*range(len(fat) + 1, len(fat) + count), _END]
    return fat


def _numbers(fat: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(fat)}I", *fat)


def _padded(data: bytes, size: int) -> bytes:
    return data + bytes(-len(data) % size)
