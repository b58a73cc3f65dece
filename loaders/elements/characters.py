"""Texts of one width as matrices of bytes, so that check characters are sums over columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Bytes = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def matrix(texts: pa.Array, mask: pa.Array, width: int) -> Bytes:
    """The masked texts, all of `width` ASCII characters, as rows of bytes."""
    found = pc.filter(texts, mask)
    if not len(found):
        return np.zeros((0, width), np.uint8)
    # A kernel's result starts at the beginning of its buffer only when it is copied together.
    whole = pa.concat_arrays([found.cast(pa.string())])
    start = whole.offset
    offsets = np.frombuffer(whole.buffers()[1], np.int32)
    data = np.frombuffer(whole.buffers()[2], np.uint8)
    return data[offsets[start] : offsets[start + len(whole)]].reshape(-1, width)


def text_of(characters: Bytes) -> pa.Array:
    """Rows of ASCII bytes as texts."""
    count, width = characters.shape
    offsets = pa.py_buffer(np.arange(0, (count + 1) * width, width, dtype=np.int32))
    data = pa.py_buffer(np.ascontiguousarray(characters))
    return pa.StringArray.from_buffers(count, offsets, data)


def spread(answers: Mask, mask: pa.Array) -> pa.Array:
    """Answers for the masked rows, put back among all rows; false elsewhere."""
    whole = np.zeros(len(mask), bool)
    whole[np.asarray(mask)] = answers
    return pa.array(whole)
