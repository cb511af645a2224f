"""Sessions in the database, as Django keeps them; that they could not be kept for want of a disk or a database is said as that."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError where the session has ended meanwhile, and the database's own error where it is in trouble.

        Django takes both for the first, and answers that the request was a bad one.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            trouble = error.__context__
            if isinstance(trouble, OperationalError):
                raise trouble from trouble.__cause__
            raise
