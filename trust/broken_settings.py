"""Settings of a server that a control breaks on purpose: the product's own, with one middleware put in its place. TRUST_BREAKS says which."""

import os

from folkmoot.config.settings import *  # noqa: F403

MIDDLEWARE = [  # noqa: F405
    f"trust.broken_middleware.{os.environ['TRUST_BREAKS']}" if each == "folkmoot.accounts.middleware.ViewerMiddleware" else each
    for each in MIDDLEWARE  # noqa: F405
]
