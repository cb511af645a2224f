#!/bin/sh
# Makes .venv with the installer, both from hash-locked packages. Usage: make_environment.sh PYTHON
set -eu
python=${1:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Folkmoot needs Python 3.11 or newer; $("$python" --version) was found. Run: make PY=/path/to/python3.11" >&2; exit 1; }
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  version=$("$python" -c 'import sys; print(f"{sys.version_info.major}.{sys.version_info.minor}")')
  echo "Python's venv module is not complete on this machine; installing Debian's python$version-venv"
  if [ "$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq "python$version-venv"
  else echo "Run: sudo apt-get install python$version-venv" >&2; exit 1; fi
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r bootstrap.lock
