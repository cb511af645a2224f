"""Settings of a server that a control breaks on purpose: the product's own, with the middleware that TRUST_BREAKS names."""

import os

from folkmoot.config.settings import *  # noqa: F403

MIDDLEWARE = [
    f"trust.broken_middleware.{os.environ['TRUST_BREAKS']}" if each == "folkmoot.accounts.middleware.ViewerMiddleware" else each
    for each in MIDDLEWARE  # noqa: F405
]
