"""What can go wrong between a list of cases and a draw that others can check, in sentences a person can act on."""

from folkmoot.errors import FolkmootError


class FrameError(FolkmootError):
    """The list of cases cannot be drawn from: a reference missing or twice, a character that cannot be fixed, nothing in it."""


class RulesError(FolkmootError):
    """The rules of a draw contradict themselves, or ask for what the list does not hold."""


class SealError(FolkmootError):
    """A phrase, a salt or a seal is not what it must be, or no phrase was opened."""


class ReceiptError(FolkmootError):
    """A receipt cannot be read, or what is asked of it cannot be done."""
