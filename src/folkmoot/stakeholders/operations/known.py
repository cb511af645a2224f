"""What is asked before something is added that may be known already."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.errors import FolkmootError
from folkmoot.stakeholders.duplicates.queries import Likely


class AlreadyKnown(FolkmootError):
    """What is being added may be known already; `rows` are what it may be, and `reasons` says why by their number.

    Say `another=True` to add it all the same.
    """

    def __init__(self, likely: Sequence[Likely]) -> None:
        self.rows: list[Any] = [each.row for each in likely]
        self.reasons = {each.row.pk: each.words for each in likely}
        super().__init__(
            _("We already know “%(name)s”.") % {"name": self.rows[0]},
            _("It looks like the same one."),
            _("Use the one we know, or say that this is another."),
        )
