#!/usr/bin/env bash
# The main job on one machine, without a cluster: build an image from nothing, build a second one on it,
# run it, ask it over HTTP. `demo.sh down` stops what it started.
set -euo pipefail
cd "$(dirname "$0")/.."

state=${LAMINA_STATE_DIR:-/var/lib/lamina}
port=${LAMINA_DEMO_HTTP_PORT:-8900}
work=build/demo
export PATH="$PWD/build/tools:$PATH"
export KUBECONFIG=$state/kubeconfig
java_home=$(sh .mvn/find-jdk.sh)

if [ "$(id -u)" != 0 ]; then
  echo "error: the demo mounts overlays and starts containers: run it as root" >&2
  exit 1
fi
if [ "${1-}" = down ]; then
  if standalone/bin/lamina status --state-dir "$state" >/dev/null 2>&1; then
    kubectl delete containerrun static-web --ignore-not-found --timeout=30s || true
    others=$(kubectl get containerruns -A --no-headers -o custom-columns=:metadata.namespace,:metadata.name | tr -s ' ' | tr ' ' /)
    # Containers outlive the agent; those that somebody else started are somebody else's to stop.
    if [ -n "$others" ] && [ -n "${ALL-}" ]; then
      kubectl delete containerruns -A --all --timeout=60s
    elif [ -n "$others" ]; then
      printf 'These ContainerRuns are not of the demo, and what runs of them goes on running without Lamina:\n%s\n' "$others"
      printf 'To stop them too: make demo, then make demo-down ALL=1\n'
    fi
  fi
  exec standalone/bin/lamina down --state-dir "$state"
fi

step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
show() { printf '\033[2m$ %s\033[0m\n' "$*"; "$@"; }
ready() { # ready KIND NAME: waits for Ready, fails at once when it is Stalled
  local kind=$1 name=$2 deadline=$((SECONDS + 120)) conditions
  while [ $SECONDS -lt $deadline ]; do
    conditions=$(kubectl get "$kind" "$name" -o jsonpath='{.status.observedGeneration}={.metadata.generation} {range .status.conditions[*]}{.type}={.status} {end}')
    local generations=${conditions%% *}
    if [ "${generations%=*}" = "${generations#*=}" ]; then
      case $conditions in
        *Ready=True*) return 0 ;;
        *Stalled=True*) break ;;
      esac
    fi
    sleep 0.1
  done
  kubectl describe "$kind" "$name" >&2
  echo "error: $kind $name did not become ready" >&2
  return 1
}
build_number() { kubectl get imagebuild "$1" --ignore-not-found -o jsonpath='{.status.buildNumber}'; }
build() { # build FILE NAME: applies it and shows the table while it works; builds again what is there already
  local before result=0 watcher
  before=$(build_number "$2")
  show kubectl apply -f "$1"
  if [ -n "$before" ]; then
    show kubectl annotate imagebuild "$2" "lamina.dev/rebuild-at=$(date -u +%FT%TZ)" --overwrite
    until [ "$(build_number "$2")" != "$before" ]; do sleep 0.1; done
  fi
  kubectl get imagebuild "$2" --watch &
  watcher=$!
  ready imagebuild "$2" || result=1
  sleep 0.3
  kill "$watcher" 2>/dev/null && wait "$watcher" 2>/dev/null || true
  return $result
}

step "A Kubernetes API, the operator and one agent, in one process"
if standalone/bin/lamina status --state-dir "$state" >/dev/null 2>&1; then
  show standalone/bin/lamina status --state-dir "$state"
else
  # The base image's context is served on loopback, from where builds of a cluster fetch nothing by default.
  mkdir -p "$work"
  printf '{"remoteSources": {"allow": ["127.0.0.1:%s"]}}\n' "$port" >"$work/agent.json"
  show env LAMINA_CONFIG="${LAMINA_CONFIG:-$PWD/$work/agent.json}" standalone/bin/lamina up --state-dir "$state"
fi

step "A base image from nothing, first way: import a root filesystem under a name"
mkdir -p "$work"
samples/00-base-image/make-rootfs.sh "$work" "http://127.0.0.1:$port"
show runtime-agent/bin/lamina-agent --state-dir "$state" import --rootfs "$work/rootfs.tar.gz" --tag base:rootfs

step "Second way: an ImageBuild FROM scratch, its context fetched by HTTP and checked by sha256"
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  echo "error: something listens on 127.0.0.1:$port, where the demo serves the base image's files: set LAMINA_DEMO_HTTP_PORT" >&2
  exit 1
fi
"$java_home/bin/jwebserver" -b 127.0.0.1 -p "$port" -d "$PWD/$work" >"$work/http.log" 2>&1 &
web=$!
trap 'kill $web 2>/dev/null || true' EXIT
until curl -fs -o "$work/probe" "http://127.0.0.1:$port/imagebuild.yaml"; do
  kill -0 $web 2>/dev/null || { cat "$work/http.log" >&2; exit 1; }
  sleep 0.1
done
build "$work/imagebuild.yaml" base-image

step "A web page in an image on that base"
build samples/01-static-web.yaml static-web
show kubectl get imagebuild
printf '\nThe steps, as the builder saw them:\n'
kubectl get imagebuild static-web -o jsonpath='{range .status.steps[*]}  [{.id}] {.instruction}{"\t"}{.state}{"\t"}cached={.cached}{"\t"}{.millis} ms{"\n"}{end}'
step "Its layers"
show runtime-agent/bin/lamina-agent --state-dir "$state" history static-web

step "The image as a container, port 80 on a random port of this node"
# A container keeps the image that it was started from: that of an earlier demo makes room.
kubectl delete containerrun static-web --ignore-not-found --timeout=30s
show kubectl apply -f samples/02-static-web-run.yaml
ready containerrun static-web
show kubectl get containerrun
host_port=$(kubectl get containerrun static-web -o jsonpath='{.status.ports[0].hostPort}')
step "And its answer"
show curl -fsS --retry 20 --retry-connrefused --retry-delay 0 --max-time 10 "http://127.0.0.1:$host_port/"

tools=
[ "$(command -v kubectl)" != "$PWD/build/tools/kubectl" ] || tools="
  export PATH=$PWD/build/tools:\$PATH    # this machine's own kubectl is missing or too old"
agent_state=
[ "$state" = /var/lib/lamina ] || agent_state=" --state-dir $state"
cat <<NEXT

It goes on running. Next:
  export KUBECONFIG=$KUBECONFIG$tools
  kubectl get ib,ctr,ino                     # builds, containers, nodes
  kubectl explain imagebuild.spec
  kubectl describe imagebuild static-web
  runtime-agent/bin/lamina-agent$agent_state images    # what this node holds; also ps, history, inspect
  \$EDITOR samples/01-static-web.yaml && kubectl apply -f samples/01-static-web.yaml   # one more build, from cache
  kubectl delete -f samples/02-static-web-run.yaml && kubectl apply -f samples/02-static-web-run.yaml
                                             # a container of the new image: one that runs keeps its own
  runtime-agent/bin/lamina-agent$agent_state ps        # then: logs NAME, exec -it NAME sh, diff NAME
  make demo-down                             # stops the demo's container and Lamina, keeps images and objects
NEXT
