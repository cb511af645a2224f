"""Settings of tests that are run again and again: on a copy of a database that was made once."""

import os

from folkmoot.config.settings_for_tests import *  # noqa: F403

DATABASES["default"]["TEST"] = {"NAME": os.environ["TRUST_TEST_DATABASE"]}  # noqa: F405
