"""The one base of every error that a person can meet. It stands below all rooms so that each can raise it."""


class FolkmootError(Exception):
    """Say what happened, why, and what to do next, in sentences a practitioner can act on."""

    def __init__(self, what: str, why: str = "", do: str = "") -> None:
        super().__init__(" ".join(part for part in (what, why, do) if part))
        self.what = what
        self.why = why
        self.do = do
