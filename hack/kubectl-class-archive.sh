#!/usr/bin/env bash
# Makes the class archive (CDS) of kubectl-lamina beside its jar: one verb, for which a kubectl of our own answers. A
# start then takes half the time. Without the archive, or with that of another build, everything works as well, only
# slower. An AOT cache would leave out what is older than Java 6, as picocli is.
set -euo pipefail
cd "$(dirname "$0")/.."

jar=$(ls kubectl-lamina/target/lamina-kubectl-[0-9]*.jar | grep -v -e -sources -e -tests | head -1)
archive=${jar%.jar}.jsa
if [ -e "$archive" ] && [ -z "$(find "$jar" kubectl-lamina/target/lib kubectl-lamina/bin "$0" -newer "$archive" -print -quit)" ]; then
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/kubectl" <<'KUBECTL'
#!/bin/sh
cat <<'JSON'
{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "lamina.dev/v1alpha1", "kind": "Image", "metadata": {"name": "web", "namespace": "default"},
   "status": {"reference": "localhost/web:1", "repository": "web", "tag": "1", "created": "2026-01-01T00:00:00Z",
     "digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
     "imageID": "sha256:2222222222222222222222222222222222222222222222222222222222222222",
     "sizeBytes": 1980000, "nodes": 1, "containers": 0}}]}
JSON
KUBECTL
chmod +x "$work/kubectl"
rm -f "$archive"
fail() { cat "$work/log" >&2; exit 1; }
PATH=$work:$PATH LAMINA_JAVA_OPTS="-XX:DumpLoadedClassList=$work/all" kubectl-lamina/bin/kubectl-lamina images >"$work/log" 2>&1 || fail
# (What links a class of before Java 6 ahead of time keeps it out.)
grep -v '^@.*picocli' "$work/all" >"$work/classes"
"$(sh .mvn/find-jdk.sh)/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:dump -XX:SharedClassListFile="$work/classes" -XX:SharedArchiveFile="$archive.tmp" \
  -Xlog:disable -Xlog:all=off -cp "$jar" >"$work/log" 2>&1 || fail
mv "$archive.tmp" "$archive"
