# Sourced: how each contender is started, and how it pulls and pushes. Every contender finds a file system of
# its own, freshly made, at $root/var/lib, and /run empty. The peers run in $root (Debian sid's packages);
# `inside` changes the root for Lamina as well, so that all pay for it.

inside() { chroot "$root" "$@"; }
beside() { chroot / "$@"; }

wait_until() { # wait_until COMMAND...: a daemon is ready; 30 s at most
  local try
  for ((try = 0; try < 600; try++)); do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.05
  done
  echo "not ready: $*" >&2
  return 1
}

# Lamina, as a person meets it: the command line, which goes through the daemon's socket.
agent() { beside "$repository/runtime-agent/bin/lamina-agent" --state-dir "$disk/lamina" --run-dir "$root/run/lamina" "$@"; }
start_lamina() {
  mkdir -p "$disk/lamina"
  agent serve >"$work/log/lamina" 2>&1 &
  wait_until test -S "$root/run/lamina/agent.sock"
}
pull_lamina() { agent pull --plain-http "$1"; }
push_lamina() { agent push --plain-http "$1" "$2"; }

# Without a daemon: the command line does the work itself.
start_lamina-oneshot() { mkdir -p "$disk/lamina"; }
pull_lamina-oneshot() { pull_lamina "$@"; }
push_lamina-oneshot() { push_lamina "$@"; }

# Lamina, the daemon alone: curl on its socket. A loopback registry needs no leave for http.
post() { beside curl -fsS --unix-socket "$root/run/lamina/agent.sock" -d "$2" "http://localhost$1" | grep '"result"'; }
pull_by_api() { post /v1/images/pull "{\"reference\":\"$1\"}"; }
push_by_api() { post /v1/images/push "{\"reference\":\"$1\",\"destination\":\"$2\"}"; }
# Just started, and as it is after a few images.
start_lamina-cold() { start_lamina; }
pull_lamina-cold() { pull_by_api "$@"; }
push_lamina-cold() { push_by_api "$@"; }
start_lamina-warm() { start_lamina; }
pull_lamina-warm() { pull_by_api "$@"; }
push_lamina-warm() { push_by_api "$@"; }

# warmup_of CONTENDER: how many other images it has pulled before it is measured.
warmup_of() {
  case $1 in
    lamina-cold | lamina-oneshot) echo 0 ;;
    lamina-warm) echo "${WARM:-3}" ;;
    *) echo "${WARMUP:-1}" ;;
  esac
}

start_containerd() {
  mkdir -p "$root/run/bench"
  cat >"$root/run/bench/containerd.toml" <<'TOML'
version = 3
disabled_plugins = ["io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime", "io.containerd.grpc.v1.cri"]
TOML
  inside env "$@" containerd --config /run/bench/containerd.toml >"$work/log/$contender" 2>&1 &
  wait_until inside ctr version
}
pull_containerd() { inside ctr images pull --plain-http "$1"; }
push_containerd() { inside ctr images push --plain-http "$2" "$1"; }

# The same without the helpers (igzip, unpigz) that containerd takes when they are installed.
start_containerd-nohelper() { start_containerd CONTAINERD_DISABLE_IGZIP=1 CONTAINERD_DISABLE_PIGZ=1; }
pull_containerd-nohelper() { pull_containerd "$@"; }
push_containerd-nohelper() { push_containerd "$@"; }

start_dockerd() {
  inside dockerd --bridge=none --iptables=false --ip6tables=false --ip-forward=false "$@" >"$work/log/$contender" 2>&1 &
  wait_until inside docker version
}
start_docker() { start_dockerd --storage-driver overlay2; }
pull_docker() { inside docker pull "$1"; }
push_docker() { inside docker push "$2"; }
before_push_docker() { inside docker tag "$1" "$2"; }

# docker with containerd's image store.
start_docker-cs() {
  mkdir -p "$root/run/bench"
  echo '{"features": {"containerd-snapshotter": true}}' >"$root/run/bench/docker.json"
  start_dockerd --config-file /run/bench/docker.json
}
pull_docker-cs() { pull_docker "$@"; }
push_docker-cs() { push_docker "$@"; }
before_push_docker-cs() { before_push_docker "$@"; }

podman() { PODMAN_IGNORE_CGROUPSV1_WARNING=1 inside podman --storage-driver overlay "$@"; }
start_podman() { podman info >/dev/null 2>&1; }
pull_podman() { podman pull --tls-verify=false "$1"; }
push_podman() { podman push --tls-verify=false "$1" "docker://$2"; }

start_skopeo-umoci() { mkdir -p "$disk/skopeo"; }
pull_skopeo-umoci() {
  local tag=${1##*/}
  tag=${tag//:/-}
  inside skopeo copy --src-tls-verify=false "docker://$1" "oci:/var/lib/skopeo/layout:$tag"
  [ -e "$disk/skopeo/$tag" ] || inside umoci unpack --image "/var/lib/skopeo/layout:$tag" "/var/lib/skopeo/$tag"
}
push_skopeo-umoci() {
  local tag=${1##*/}
  inside skopeo copy --dest-tls-verify=false "oci:/var/lib/skopeo/layout:${tag//:/-}" "docker://$2"
}

# The floor is no peer: a plain pipeline per layer, two at once, without digests, metadata or syncing.
start_floor() { mkdir -p "$disk/floor"; }
pull_floor() {
  inside bash -euo pipefail -c '
    name=${1#*/} registry=http://${1%%/*}/v2
    layer() {
      mkdir -p "/var/lib/floor/$2"
      case $3 in
        *zstd) decompress="zstd -dc" ;;
        *) decompress="gzip -dc" && ! command -v igzip >/dev/null || decompress="igzip -dc" ;;
      esac
      curl -fsS "$1/blobs/$2" | $decompress | tar -x -C "/var/lib/floor/$2"
    }
    export -f layer
    curl -fsS -H "Accept: application/vnd.oci.image.manifest.v1+json" "$registry/${name%:*}/manifests/${name##*:}" |
      tr "{" "\n" | sed -n "s/.*\"mediaType\":\"\([^\"]*layer[^\"]*\)\".*\"digest\":\"\([^\"]*\)\".*/\2 \1/p" |
      xargs -P 2 -L 1 bash -euo pipefail -c "layer $registry/${name%:*} \$0 \$1"
  ' floor "$1"
}
