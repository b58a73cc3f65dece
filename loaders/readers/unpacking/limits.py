"""How far a delivery may unfold: measured while it unpacks, whatever its headers declare."""

from __future__ import annotations

from loaders.errors import Refused
from loaders.readers.archive import HARMLESS, LARGEST, LARGEST_RATIO

DEEPEST = 3  # a gzip within a zip within a tar; what is packed deeper hides something
MOST_MEMBERS = 10_000
ATTACK = "it may be an attack; ask the department what it sent, or unpack it yourself"


class Budget:
    """The bytes one delivery may become, all of its layers and members together."""

    def __init__(self, packed: int, where: str) -> None:
        self.where = where
        self._packed = max(1, packed)
        self._most = min(LARGEST, max(HARMLESS, LARGEST_RATIO * self._packed))
        self._spent = 0

    def spend(self, count: int) -> None:
        """Note that so many bytes came out; a refusal once it is too many."""
        self._spent += count
        if self._spent > self._most:
            raise Refused(
                f"压缩文件展开后过大(超过 {self._most >> 20} MB)",
                f"unpacks to more than {self._most >> 20} MB from {self._packed >> 10} KB",
                where=self.where, hint=ATTACK,
            )  # fmt: skip


def broken(where: str, error: BaseException | str) -> Refused:
    """A compressed file that ends too early or whose checksum is wrong."""
    return Refused(
        "压缩文件已损坏或不完整", f"the compressed file is broken or cut short: {error}",
        where=where, hint="ask the department to deliver it again",
    )  # fmt: skip
