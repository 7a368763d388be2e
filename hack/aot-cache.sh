#!/usr/bin/env bash
# Makes the AOT cache of standalone beside its jar: one short training run, then starts take half the time.
# Without the cache, or with one of another build, everything works as well, only slower.
set -euo pipefail
cd "$(dirname "$0")/.."

state=$(mktemp -d /var/tmp/lamina-aot.XXXXXX)
trap 'kill "$training" 2>/dev/null || true; rm -rf "$state"' EXIT
jar=$(ls standalone/target/lamina-standalone-[0-9]*.jar | grep -v -e -sources -e -tests | head -1)
cache=${jar%.jar}.aot
rm -f "$cache"
training=

LAMINA_AOT_OUTPUT=$cache.tmp standalone/bin/lamina up --foreground --state-dir "$state" >"$state/training.log" 2>&1 &
training=$!
until standalone/bin/lamina status --state-dir "$state" >/dev/null 2>&1; do
  kill -0 $training 2>/dev/null || { cat "$state/training.log" >&2; exit 1; }
  sleep 0.2
done
if command -v kubectl >/dev/null; then
  kubectl --kubeconfig "$state/kubeconfig" apply -f samples/01-static-web.yaml
  kubectl --kubeconfig "$state/kubeconfig" delete -f samples/01-static-web.yaml
fi >/dev/null
# Told to stop, it writes the cache, which takes longer than `lamina down` would wait.
kill $training
wait $training || true
mv "$cache.tmp" "$cache"
