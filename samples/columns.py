"""Things of one kind as parallel columns, one position a thing."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np


@dataclass
class Columns:
    """Arrays of one length; a position is a thing."""

    def add(self, more: Self) -> None:
        """Append others."""
        for column in fields(self):
            joined = np.concatenate([getattr(self, column.name), getattr(more, column.name)])
            setattr(self, column.name, joined)
