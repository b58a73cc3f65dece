"""Sentences for a clerk: which line, which column, what it reads, and what is wrong with it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements import FLAWS
from loaders.elements.base import explanations, flaw_names

SHOWN = 100  # characters of a value within a sentence


def sentences(
    lines: pa.Array, columns: pa.Array, values: pa.Array, flaws: pa.Array
) -> tuple[pa.Array, pa.Array]:
    """In Chinese and in English, one per row."""
    line = lines.cast(pa.string())
    shown = pc.utf8_slice_codeunits(pc.replace_substring(values, "\0", "␀"), 0, SHOWN)
    shown = pc.if_else(pc.equal(shown, ""), pa.scalar(None, pa.string()), shown)
    said_zh = pc.coalesce(pc.binary_join_element_wise("为“", shown, "”", ""), pa.scalar(""))
    said_en = pc.coalesce(pc.binary_join_element_wise(' reads "', shown, '"', ""), pa.scalar(""))
    zh = pc.binary_join_element_wise(
        "第 ", line, " 行“", columns, "”", said_zh, ":", _told(flaws, 0), "。", ""
    )
    en = pc.binary_join_element_wise(
        "Line ", line, ", column ", columns, said_en, ": ", _told(flaws, 1), ".", ""
    )
    return zh, en


def told(flaw: str) -> tuple[str, str]:
    """One flaw in Chinese and in English."""
    alone = pa.array([flaw])
    return _told(alone, 0)[0].as_py(), _told(alone, 1)[0].as_py()


def _told(flaws: pa.Array, language: int) -> pa.Array:
    places = pc.index_in(flaw_names(flaws), value_set=pa.array(list(FLAWS)))
    told = pa.array([told[language] for told in FLAWS.values()]).take(places)
    brackets = ("（", "）") if language == 0 else (" (", ")")
    more = pc.binary_join_element_wise(brackets[0], explanations(flaws, language), brackets[1], "")
    return pc.binary_join_element_wise(told, pc.fill_null(more, ""), "")
