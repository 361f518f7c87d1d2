#!/bin/sh
# Makes ./k8s: upstream's pkg/ and cmd/kube-proxy without tests, plus the added files of ./overlay, which give access to
# unexported fields. Then bin/gen and bin/validate; a first argument is another place for gen.
set -e
cd "$(dirname "$0")"
go mod download k8s.io/kubernetes@v1.37.2 2>/dev/null || (cd "$(mktemp -d)" && printf 'module x\ngo 1.26.0\nrequire k8s.io/kubernetes v1.37.2\n' > go.mod && go mod download k8s.io/kubernetes)
K="$(go env GOMODCACHE)/k8s.io/kubernetes@v1.37.2"
mkdir -p k8s && cp "$K/go.mod" k8s/
(cd "$K" && find pkg cmd/kube-proxy -name '*.go' ! -name '*_test.go' -print0 | tar --null -T - -cf -) | tar -C k8s -xf -
chmod -R u+w k8s && cp -r overlay/pkg k8s/
GOFLAGS=-mod=mod go build -p 2 -o "${1:-bin/gen}" ./cmd/gen
GOFLAGS=-mod=mod go build -p 2 -o bin/validate ./cmd/validate
