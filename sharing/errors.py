"""What can be wrong with an agreement, or with asking for one."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.errors import Fault
from runtime.errors import SikuError


class AgreementError(SikuError):
    """Agreements that cannot be applied, with every fault found in them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        listed = "\n".join(map(str, faults))
        super().__init__(listed, hint="correct the file, then ./siku agreement check")
        self.faults = tuple(faults)


class NoSuchAgreement(SikuError):
    """An agreement was named that does not exist."""


class NoSuchDepartment(SikuError):
    """A department was named that does not exist, or that has no agreement."""


class NoSuchKey(SikuError):
    """An API key was named that was never issued."""


class RoleTooPowerful(SikuError):
    """A department's role may do what none should, and we cannot take it away."""


class NoSuchFolder(SikuError):
    """The folder of agreements does not exist; it is not taken for one without agreements."""
