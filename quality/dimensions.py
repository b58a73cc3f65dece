"""The dimensions of data quality after GB/T 36344, and how grave a broken rule is."""

from __future__ import annotations

from typing import Final, Literal

Dimension = Literal["conformity", "completeness", "accuracy", "consistency", "timeliness"]
Severity = Literal["fatal", "warning", "advice"]

DIMENSIONS: Final[dict[Dimension, tuple[str, str]]] = {
    "conformity": ("规范性", "Conformity"),
    "completeness": ("完整性", "Completeness"),
    "accuracy": ("准确性", "Accuracy"),
    "consistency": ("一致性", "Consistency"),
    "timeliness": ("时效性", "Timeliness"),
}

SEVERITIES: Final[dict[Severity, tuple[str, str]]] = {
    "fatal": ("强制", "Fatal: the row is set aside"),
    "warning": ("计分", "Warning: counts in the score"),
    "advice": ("提示", "Advice: shown, not scored"),
}
