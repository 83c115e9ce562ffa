#!/usr/bin/env bash
# Runs Helix as action.yml was told to by its variables. The process becomes Helix: signals and the exit code are its own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# The version that the project depends on, else the one of this action, which is built when it is first used.
find_helix() {
  local own="$ACTION_DIRECTORY/node_modules/helix-iac/dist/helix.js"
  if [ -f "$own" ]; then
    echo "$own"
    return
  fi
  if [ ! -f "$here/dist/helix.js" ]; then
    (cd "$here" && npm ci --no-audit --no-fund && npm run build) >&2
  fi
  echo "$here/dist/helix.js"
}

helix=$(find_helix)
list=$(mktemp)
node "$here/scripts/action/words.mjs" > "$list"
mapfile -d '' -t words < "$list"
rm -f "$list"
exec node "$helix" "${words[@]}"
