"""Settings of a server that a control breaks on purpose: its pages escape nothing."""

from folkmoot.config.settings import *  # noqa: F403

for _each in TEMPLATES:  # noqa: F405
    _each.setdefault("OPTIONS", {})["autoescape"] = False
