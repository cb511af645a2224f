"""Makes `.venv/bin/folkmoot` run this checkout: a path file and a script, so that no build tool is fetched outside the locks."""

import sys
import sysconfig
from pathlib import Path

root = Path(__file__).resolve().parent.parent
Path(sysconfig.get_path("purelib"), "folkmoot-checkout.pth").write_text(f"{root / 'src'}\n")
script = Path(sys.executable).parent / "folkmoot"
script.write_text(f"#!{sys.executable}\nimport sys\n\nfrom folkmoot.cli import main\n\nsys.exit(main())\n")
script.chmod(0o755)
