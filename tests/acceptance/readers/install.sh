#!/usr/bin/env bash
# Installs the programs of others that these tests run into DIRECTORY/bin: `install.sh DIRECTORY`, then
# `PATH=$PATH:DIRECTORY/bin npm run test:acceptance`.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
to=${1:?install.sh DIRECTORY}
mkdir -p "$to/bin"
install_tools() {
  python3 -m venv "$to/$1"
  "$to/$1/bin/pip" install --quiet --requirement "$here/$1.txt"
}
# Checkov needs other releases of the same libraries than the rest.
install_tools checkov &
checkov=$!
install_tools tools
for program in blastcheck check-jsonschema readtheplan schemathesis terrasafe tf-peek tofui tombi; do
  ln -sf "$to/tools/bin/$program" "$to/bin/$program"
done
ln -sf "$to/checkov/bin/checkov" "$to/bin/checkov"
if command -v go >/dev/null; then
  (cd "$here/terraform-json" && GOFLAGS=-modcacherw GOPATH="$to/go" GOCACHE="$to/go/cache" go build -o "$to/bin/read-terraform-json" .)
  rm -rf "$to/go"
else
  echo 'There is no Go: the test of terraform-json will be skipped.'
fi
wait "$checkov"
