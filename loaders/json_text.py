"""Whole columns of text as JSON objects, one per row, without looking at rows one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

_ESCAPED = r'[\x00-\x1f"\\\x7f]'


def strings(texts: pa.Array) -> pa.Array:
    """Texts as JSON strings; null stays null."""
    if pc.any(pc.match_substring_regex(texts, _ESCAPED)).as_py():
        mask = pc.fill_null(pc.match_substring_regex(texts, _ESCAPED), False)
        texts = pc.replace_with_mask(texts, mask, _escaped(pc.filter(texts, mask)))
    return pc.binary_join_element_wise('"', texts, '"', "")


def objects(columns: Mapping[str, pa.Array]) -> pa.Array:
    """Objects of those columns that have a text; null for a row where none has."""
    # Null handling "skip" would do this in one call, but loses rows in which all are null.
    members = [
        pc.fill_null(pc.binary_join_element_wise(f", {_name(name)}: ", text, ""), "")
        for name, text in ((name, strings(column)) for name, column in columns.items())
    ]
    joined = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*members, ""), 2)
    whole = pc.binary_join_element_wise("{", joined, "}", "")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), whole)


def _name(name: str) -> str:
    return json.dumps(name.replace("\0", "␀"), ensure_ascii=False)


def _escaped(texts: pa.Array) -> pa.Array:
    texts = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    for code in (*range(0x20), 0x7F):
        # PostgreSQL's text has no place for NUL; its picture stands for it.
        written = "␀" if code == 0 else f"\\u{code:04x}"
        texts = pc.replace_substring(texts, chr(code), written)
    return texts
