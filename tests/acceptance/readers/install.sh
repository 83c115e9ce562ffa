#!/usr/bin/env bash
# Installs the programs of others that these tests run into DIRECTORY/bin: `install.sh DIRECTORY`, then
# `PATH=$PATH:DIRECTORY/bin npm run test:acceptance`. Trivy takes a quarter of an hour to build, so that its test runs only where it
# is on the PATH: `GOEXPERIMENT=jsonv2 go install github.com/aquasecurity/trivy/cmd/trivy@v0.74.0`.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
to=${1:?install.sh DIRECTORY}
mkdir -p "$to/bin"
install_tools() {
  python3 -m venv "$to/$1"
  "$to/$1/bin/pip" install --quiet --requirement "$here/$1.txt"
}
# Checkov and terraform-compliance need other releases of the same libraries than the rest.
install_tools checkov &
checkov=$!
install_tools compliance &
compliance=$!
# A mock and a linter of API documents; they share most of their packages.
npm install --silent --no-audit --no-fund --prefix "$to/openapi" @stoplight/prism-cli@5.14.2 @stoplight/spectral-cli@6.16.3 &
openapi=$!
install_tools tools
for program in blastcheck check-jsonschema readtheplan schemathesis terrasafe tf-peek tofui tombi; do
  ln -sf "$to/tools/bin/$program" "$to/bin/$program"
done
ln -sf "$to/checkov/bin/checkov" "$to/bin/checkov"
ln -sf "$to/compliance/bin/terraform-compliance" "$to/bin/terraform-compliance"
# A link would not find the libraries.
printf '#!/bin/sh\nexec "%s/tools/bin/python3" "$@"\n' "$(cd "$to" && pwd)" > "$to/bin/readers-python"
chmod +x "$to/bin/readers-python"
# The one file of Mermaid that a browser runs, without its 115 dependencies.
mermaid=$(cd "$to" && npm pack --silent mermaid@12.3.0)
tar -xzf "$to/$mermaid" -C "$to" package/dist/mermaid.min.js
install -m 755 "$to/package/dist/mermaid.min.js" "$to/bin/mermaid.min.js"
rm -rf "${to:?}/package" "${to:?}/$mermaid"
if command -v go >/dev/null; then
  GOFLAGS='-modcacherw -buildvcs=false' GOPATH="$to/go" GOCACHE="$to/go/cache" GOBIN="$to/bin" \
    go install github.com/open-policy-agent/conftest@v0.71.1 || echo 'The test of Conftest will be skipped.'
  # Its program has no release yet, so that a commit is named.
  conformance=github.com/opencontainers/distribution-spec/conformance@v0.0.0-20260831232431-97274622c111
  if GOFLAGS='-modcacherw -buildvcs=false' GOPATH="$to/go" GOCACHE="$to/go/cache" GOBIN="$to/go" go install "$conformance"; then
    mv "$to/go/conformance" "$to/bin/oci-conformance"
  else
    echo 'The conformance test of OCI will be skipped.'
  fi
  (cd "$here/terraform-json" && GOFLAGS=-modcacherw GOPATH="$to/go" GOCACHE="$to/go/cache" go build -o "$to/bin/read-terraform-json" .)
  rm -rf "$to/go"
else
  echo 'There is no Go: the tests of terraform-json, Conftest and the conformance of OCI will be skipped.'
fi
wait "$openapi"
for program in prism spectral; do
  ln -sf "$to/openapi/node_modules/.bin/$program" "$to/bin/$program"
done
wait "$checkov"
wait "$compliance"
