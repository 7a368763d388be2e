#!/usr/bin/env bash
# The performance table: builds and starts through the agent's socket, beside the OCI runtime alone and
# the peers that are installed (podman). Same machine, same run, contenders in turn; medians, and the
# ratio to the first column that is there. Absolute times are this machine's only.
set -euo pipefail
cd "$(dirname "$0")/../.."

rounds=${ROUNDS:-15}
work=$(mktemp -d /var/tmp/lamina-bench-XXXXXX)
agent() { runtime-agent/bin/lamina-agent --state-dir "$work/state" --run-dir "$work/run" "$@"; }
cleanup() {
  [ -z "${daemon-}" ] || { kill "$daemon" 2>/dev/null && wait "$daemon" 2>/dev/null || true; }
  awk -v dir="$work" 'index($5, dir) == 1 { print $5 }' /proc/self/mountinfo | sort -r | xargs -r umount -l
  rm -rf "$work"
}
trap cleanup EXIT

samples/00-base-image/make-rootfs.sh "$work/base"
agent import --rootfs "$work/base/rootfs.tar.gz" --tag base >/dev/null
agent serve >"$work/log" 2>&1 &
daemon=$!
until [ -S "$work/run/agent.sock" ]; do kill -0 $daemon; sleep 0.05; done
post() { curl -fsS --unix-socket "$work/run/agent.sock" -X POST -d "$2" "http://localhost$1" | grep -q '"result"'; }

mkdir -p "$work/context"
cat >"$work/context/Dockerfile" <<'DOCKERFILE'
FROM localhost/base
COPY files /files
RUN mkdir -p /www
RUN echo hello > /www/index.html
CMD ["httpd", "-f"]
DOCKERFILE
mkdir "$work/context/files"
for i in $(seq 200); do echo "file $i" >"$work/context/files/$i"; done

mkdir -p "$work/bundle/rootfs"
tar -xzf "$work/base/rootfs.tar.gz" -C "$work/bundle/rootfs"
runtime=$(command -v runc || true)
if [ -n "$runtime" ]; then
  (cd "$work/bundle" && "$runtime" spec && sed -i 's/"terminal": true/"terminal": false/; s/"sh"/"true"/' config.json)
fi
podman=$(command -v podman || true)
if [ -n "$podman" ]; then
  podman() { PODMAN_IGNORE_CGROUPSV1_WARNING=1 "$podman" --root "$work/podman" --runroot "$work/podman-run" "$@"; }
  podman import -q "$work/base/rootfs.tar.gz" localhost/base >/dev/null
fi

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
timed() { local from to; from=$(date +%s%N); "$@" >/dev/null 2>&1; to=$(date +%s%N); echo $(((to - from) / 10000)); }

lamina_cold() { post /v1/builds "{\"context\":\"$work/context\",\"tags\":[\"bench\"],\"noCache\":true}"; }
lamina_cached() { post /v1/builds "{\"context\":\"$work/context\",\"tags\":[\"bench\"]}"; }
lamina_run() { post /v1/containers '{"image":"base","command":["true"],"network":"none","attach":true,"remove":true}'; }
lamina_bridge() { post /v1/containers '{"image":"base","command":["true"],"attach":true,"remove":true}'; }
podman_cold() { podman build -q --no-cache -t bench "$work/context"; }
podman_cached() { podman build -q --layers -t bench "$work/context"; }
podman_run() { podman run --rm --network none localhost/base true; }
podman_bridge() { podman run --rm localhost/base true; }
runtime_run() { "$runtime" run --bundle "$work/bundle" "bench-$RANDOM$RANDOM"; }

row() { # row TITLE CONTENDER...: each contender is a function, in turn, the first is Lamina's
  local title=$1 contender round first='' value
  shift
  for contender in "$@"; do "$contender" >/dev/null 2>&1 || true; : >"$work/$contender"; done
  for ((round = 0; round < rounds; round++)); do
    for contender in "$@"; do timed "$contender" >>"$work/$contender"; done
  done
  printf '%-34s' "$title"
  for contender in "$@"; do
    value=$(median <"$work/$contender")
    first=${first:-$value}
    printf '  %s %s ms (x%s)' "${contender%_*}" "$(awk "BEGIN { printf \"%.1f\", $value / 100 }")" \
      "$(awk "BEGIN { printf \"%.2f\", $value / $first }")"
  done
  printf '\n'
}

echo "median of $rounds, contenders in turn; (xN) is the time over Lamina's, so more than 1 is slower than Lamina"
for program in crun runc conmon podman; do command -v $program >/dev/null && $program --version | head -1; done
row 'build, 2 RUN, COPY of 200 files' lamina_cold ${podman:+podman_cold}
row 'the same, nothing changed' lamina_cached ${podman:+podman_cached}
row 'run --rm true, no network' lamina_run ${runtime:+runtime_run} ${podman:+podman_run}
row 'run --rm true, bridge' lamina_bridge ${podman:+podman_bridge}
