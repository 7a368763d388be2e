#!/usr/bin/env bash
# Makes the class archive (CDS) of standalone beside its jar: one short training run, then a start takes half the time.
# Root; without the archive, or with one of another build, everything works as well, only slower.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
self=$PWD/hack/class-archive.sh

jar=$(ls standalone/target/lamina-standalone-[0-9]*.jar | grep -v -e -sources -e -tests | head -1)
archive=${jar%.jar}.jsa
[ ! -e "$archive" ] || [ -n "$(find "$jar" standalone/target/lib standalone/bin "$self" -newer "$archive" -print -quit)" ] || exit 0
[ "$(id -u)" = 0 ] || { echo "no root: standalone stays without its class archive" >&2; exit 0; }

# Ports and mounts of the training are its own and go with it.
if [ -z "${LAMINA_TRAINING-}" ]; then
  exec env LAMINA_TRAINING=1 unshare --mount --net --pid --fork --kill-child --mount-proc "$self"
fi
ip link set lo up
state=$(mktemp -d /var/tmp/lamina-training.XXXXXX)
trap 'rm -rf --one-file-system "$state"' EXIT
rm -f "$archive"

LAMINA_JAVA_OPTS="-XX:DumpLoadedClassList=$state/classes" standalone/bin/lamina up --foreground --state-dir "$state" >"$state/training.log" 2>&1 &
training=$!
until [ -s "$state/instance.json" ]; do
  kill -0 $training 2>/dev/null || { cat "$state/training.log" >&2; exit 1; }
  sleep 0.1
done
kill $training
wait $training || true
# (By a JVM of its own: one that serves cannot be trusted to write an archive while it stops.)
"$(sh .mvn/find-jdk.sh)/bin/java" -XX:+UseG1GC -XX:TieredStopAtLevel=1 -Xshare:dump -XX:SharedClassListFile="$state/classes" -XX:SharedArchiveFile="$archive.tmp" \
  -Xlog:disable -Xlog:all=off -cp "$jar" >"$state/training.log" 2>&1 || { cat "$state/training.log" >&2; exit 1; }
mv "$archive.tmp" "$archive"
