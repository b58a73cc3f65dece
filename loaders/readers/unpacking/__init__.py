"""Compressed, archived and split deliveries: what the readers read, however it was packed."""

from loaders.readers.unpacking.numbering import numbered
from loaders.readers.unpacking.parts import MANIFEST, Part, in_order, unpacked

__all__ = ["MANIFEST", "Part", "in_order", "numbered", "unpacked"]
