"""`python -m folkmoot.cli` does what `folkmoot` does."""

import sys

from folkmoot.cli import main

sys.exit(main())
