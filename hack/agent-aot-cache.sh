#!/usr/bin/env bash
# Makes the AOT caches of lamina-agent beside its jar, one for `serve` and one for the other verbs: a short
# training run of each, which pulls, pushes (where a docker-registry is installed) and builds. A start then takes a
# third of the time and a first pull half of the processor's. Root; without the caches, or with
# those of another build, everything works as well, only slower.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
self=$PWD/hack/agent-aot-cache.sh

jar=$(ls runtime-agent/target/lamina-runtime-agent-[0-9]*.jar | grep -v -e -sources -e -tests | head -1)
serve=${jar%.jar}-serve.aot
verbs=${jar%.jar}-verbs.aot
is_fresh() { [ -e "$1" ] && [ -z "$(find "$jar" runtime-agent/target/lib runtime-agent/bin "$self" -newer "$1" -print -quit)" ]; }
! is_fresh "$serve" || ! is_fresh "$verbs" || exit 0
[ "$(id -u)" = 0 ] || { echo "no root: the agent stays without its AOT caches" >&2; exit 0; }

# Ports and mounts of the training are its own and go with it.
if [ -z "${LAMINA_TRAINING-}" ]; then
  exec env LAMINA_TRAINING=1 unshare --mount --net --pid --fork --kill-child --mount-proc "$self"
fi
ip link set lo up
work=$(mktemp -d /var/tmp/lamina-aot-XXXXXX)
trap 'grep -h error: "$work/log" >&2' ERR
trap 'rm -rf --one-file-system "$work"' EXIT
rm -f "$serve" "$verbs"
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY

agent() { # agent NAME VERB...: on a state directory of this name
  local name=$1
  shift
  runtime-agent/bin/lamina-agent --state-dir "$work/$name" --run-dir "$work/run-$name" "$@" >>"$work/log" 2>&1 &
  pid=$!
  case $1 in serve) serving "$name" ;; *) wait "$pid" ;; esac
}
serving() { # serving NAME
  local try
  for ((try = 0; try < 600; try++)); do
    [ ! -S "$work/run-$1/agent.sock" ] || return 0
    kill -0 "$pid" || break
    sleep 0.1
  done
  cat "$work/log" >&2
  return 1
}

# What is pulled: the libraries and the sources, large files and small ones, in two layers.
tar -czf "$work/base.tar.gz" -C runtime-agent target/lib
mkdir "$work/context"
cp -r runtime-agent/src "$work/context/src"
printf 'FROM localhost/base\nCOPY src /src\nLABEL a=b\n' >"$work/context/Dockerfile"
agent source import --rootfs "$work/base.tar.gz" --tag base
agent source build -t localhost/image "$work/context"
agent source tag localhost/image docker.io/training/image:1
agent source serve --mirror 127.0.0.1:5050
source=$pid
image=127.0.0.1:5050/training/image:1

LAMINA_AOT_OUTPUT=$verbs.tmp agent verbs pull "$image"

LAMINA_AOT_OUTPUT=$serve.tmp agent trained serve
daemon=$pid
agent trained pull "$image"
agent trained pull "$image"
agent trained images
agent trained inspect "$image"
agent trained import --rootfs "$work/base.tar.gz" --tag base
agent trained build -t localhost/image "$work/context"
agent trained build -t localhost/image "$work/context"
if command -v docker-registry >/dev/null; then
  printf 'version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: %s/registry}}\nhttp: {addr: 127.0.0.1:5051}\n' "$work" >"$work/registry.yml"
  docker-registry serve "$work/registry.yml" >>"$work/log" 2>&1 &
  until curl -fsS http://127.0.0.1:5051/v2/ >/dev/null 2>&1; do sleep 0.1; done
  agent trained push "$image" 127.0.0.1:5051/training/image:1
  agent trained tag "$image" 127.0.0.1:5051/training/image:2
  agent trained push "$image" 127.0.0.1:5051/again/image:1
fi
kill "$daemon" "$source"
wait "$daemon" "$source" || true
for cache in "$serve" "$verbs"; do
  [ -e "$cache.tmp" ] || { cat "$work/log" >&2; exit 1; }
  mv "$cache.tmp" "$cache"
done
