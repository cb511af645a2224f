"""Columns of whole numbers from a query, block by block, through the Arrow C stream interface.

DuckDB hands over its own memory, so nothing is copied and an answer of any length needs no more than a block of it. The structures are
those of the published interface (https://arrow.apache.org/docs/format/CStreamInterface.html), which does not change.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class StreamFailed(Exception):
    """The query behind a stream failed; the text is the database's own, and may quote rows."""


class _Array(ctypes.Structure):
    pass


_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))),
    ("private_data", ctypes.c_void_p),
]


class _Stream(ctypes.Structure):
    pass


_Stream._fields_ = [
    ("get_schema", ctypes.c_void_p),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))),
    ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(_Stream))),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]


@dataclass(frozen=True, eq=False)
class Column:
    """Whole numbers of shape (rows,), and where they are known; `known` is None where all are. What is not known holds any number."""

    numbers: "NDArray[np.signedinteger[Any]]"
    known: "NDArray[np.bool_] | None"


def blocks(relation: Any, widths: Sequence[int]) -> Iterator[list[Column]]:
    """The columns of a relation, `widths` bytes each number (4 or 8), one block of rows after another.

    A block must not be kept: its memory goes back with the next one. Raises StreamFailed.
    """
    capsule = relation.__arrow_c_stream__()  # frees the stream when it goes
    stream = ctypes.cast(_pointer(capsule), ctypes.POINTER(_Stream))
    while True:
        block = _Array()
        if stream.contents.get_next(stream, ctypes.byref(block)):
            raise StreamFailed((stream.contents.get_last_error(stream) or b"").decode(errors="replace"))
        if not block.release:
            return
        try:
            yield [_column(block.children[place].contents, width) for place, width in enumerate(widths)]
        finally:
            block.release(ctypes.byref(block))


def _pointer(capsule: object) -> int:
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return int(get(capsule, b"arrow_array_stream"))


def _column(array: _Array, width: int) -> Column:
    import numpy as np

    end = array.offset + array.length
    numbers = _buffer(array.buffers[1], end * width, np.int32 if width == 4 else np.int64)[array.offset :]
    if not array.null_count or not array.buffers[0]:
        return Column(numbers, None)
    bits = np.unpackbits(_buffer(array.buffers[0], (end + 7) // 8, np.uint8), bitorder="little")
    return Column(numbers, bits[array.offset : end].astype(bool))


def _buffer(address: int | None, size: int, number: Any) -> Any:
    import numpy as np

    held: Any = (ctypes.c_char * size).from_address(address) if address and size else b""
    return np.frombuffer(held, dtype=number)
