#!/usr/bin/env bash
# Pulls and pushes: P1 cold pull + unpack, P2 pull again, P3 a tag that shares all but the last layer,
# P4 push to an empty repository; Lamina beside containerd, docker and podman of Debian sid, which are fetched
# into build/bench/peers once, and the floor of this machine. One registry on loopback; a fresh file system and
# a fresh daemon for each contender and round, warmed up by WARMUP small images (lamina-cold by none, lamina-warm
# by WARM). Everything runs in namespaces of its own: no daemon, mount or port outlives it.
#
#   BENCH=full (all images and contenders)  IMAGES="small:gz debian:zst"  CONTENDERS="lamina-warm podman"
#   ROUNDS=5  MINUTES=15 (30 for BENCH=full): no round begins that would not end in time, but the first
#   WARMUP=1 WARM=3 (0 to 3)  DISK=12g  LIMIT=120 (seconds for a contender's turn)
set -euo pipefail
cd "$(dirname "$0")/../.."
repository=$PWD
here=$repository/hack/bench
bench=$repository/build/bench
peers=$bench/peers

if [ -z "${LAMINA_BENCH_INSIDE-}" ]; then
  [ "$(id -u)" = 0 ] || { echo "error: the bench needs root (mounts, cgroups)" >&2; exit 1; }
  for command in curl jq ip mkfs.ext4 unshare losetup; do
    command -v $command >/dev/null || { echo "error: $command is missing" >&2; exit 1; }
  done
  mkdir -p "$bench"
  "$here/peers.sh" "$peers" || echo "the peers could not be fetched: Lamina and the floor alone" >&2
  export LAMINA_BENCH_INSIDE=1
  exec {lock}>"$bench/lock"
  flock -n "$lock" || { echo "error: another bench is running" >&2; exit 1; }
  exec unshare --mount --pid --net --fork --kill-child --mount-proc "$here/pulls.sh" "$@"
fi

unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY
ip link set lo up
work=$(mktemp -d /var/tmp/lamina-bench-XXXXXX)
raw=$work/raw.tsv
registry=127.0.0.1:5000
disk_image=$bench/disk.img
: >"$raw"
mkdir -p "$work/log" "$bench/registry" "$bench/host"

contenders=(lamina lamina-cold lamina-warm containerd docker podman floor)
minutes=15
images=(small:gz debian:gz debian:zst layers40:gz files60k:gz big1g:gz)
if [ "${BENCH-}" = full ]; then
  contenders=(lamina lamina-oneshot lamina-cold lamina-warm containerd containerd-nohelper docker docker-cs podman skopeo-umoci floor)
  minutes=30
  images=(small:gz debian:gz debian:zst layers40:gz layers40:zst files60k:gz files60k:zst big1g:gz)
fi
if [ -e "$peers/done" ]; then
  root=$peers/root
else
  # No peers: this machine's own programs, with a /var/lib and a /run of the bench's.
  root=$bench/host
  mkdir -p "$root"
  mount --rbind / "$root"
  contenders=(lamina lamina-cold lamina-warm floor)
fi
[ -z "${CONTENDERS-}" ] || read -ra contenders <<<"$CONTENDERS"
[ -z "${IMAGES-}" ] || read -ra images <<<"$IMAGES"
disk=$root/var/lib
rounds=${ROUNDS:-5}
minutes=${MINUTES:-$minutes}

# A root is a mount: docker remounts it.
[ "$root" = "$bench/host" ] || mount --rbind "$root" "$root"
for directory in dev sys proc; do
  mount --rbind "/$directory" "$root/$directory"
done
mount -t tmpfs tmpfs "$root/tmp"
mount -t tmpfs tmpfs "$root/run"

. "$here/contenders.sh"
. "$here/measure.sh"
. "$here/images.sh"
. "$here/limits.sh"

cleanup() {
  end_group || true
  rmdir "$group" 2>/dev/null || true
  umount "$disk" 2>/dev/null || true
  umount "$work/images" 2>/dev/null || true
  [ -z "${KEEP_LOGS-}" ] || { echo "logs: $work" >&2; return 0; }
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

start_registry() {
  inside sh -c "command -v docker-registry" >/dev/null || { echo "error: docker-registry is missing" >&2; exit 1; }
  mkdir -p "$root/run/registry"
  mount --bind "$bench/registry" "$root/run/registry"
  cat >"$root/run/registry.yml" <<YML
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: /run/registry}}
http: {addr: $registry}
YML
  inside docker-registry serve /run/registry.yml >"$work/log/registry" 2>&1 &
  wait_until curl -fsS "http://$registry/v2/"
}

# Images are made anew when their recipe changes.
ensure_images() {
  local recipe
  recipe=$(sha256sum <"$here/images.sh")
  [ "$(cat "$bench/images.done" 2>/dev/null)" != "$recipe" ] || return 0
  rm -rf "${bench:?}"/registry/* "$bench/images.done"
  make_images
  echo "$recipe" >"$bench/images.done"
}

# What pushes left in the registry goes, so that each finds it as the first one did.
forget_pushes() {
  local storage=$bench/registry/docker/registry/v2
  rm -rf "$storage/repositories/pushed"
  find "$storage/blobs" -name data -newer "$bench/images.done" -delete
}

# A fresh ext4 on blocks that were written before: no contender pays for another's deletes, for the first
# use of a hole, or for the background initialisation of inode tables.
fresh_disk() {
  local device
  mkfs.ext4 -q -F -E nodiscard,lazy_itable_init=1 "$disk_image"
  device=$(losetup --find --show --direct-io=on "$disk_image" 2>/dev/null || losetup --find --show "$disk_image")
  mount -o noinit_itable "$device" "$disk"
  losetup -d "$device" # goes with the last umount
}

ensure_disk_image() {
  local size
  size=$(numfmt --from=iec "$(tr a-z A-Z <<<"${DISK:-6g}")")
  [ "$(stat -c %s "$disk_image" 2>/dev/null)" = "$size" ] ||
    head -c "$size" /dev/zero | dd of="$disk_image" bs=1M iflag=fullblock oflag=direct status=none
}

# One contender's turn: all scenarios of one image.
turn() {
  local name=${image%:*} format=${image#*:} i
  "start_$contender" || { echo "failed: $contender does not start" >&2; return 1; }
  for ((i = 1; i <= $(warmup_of "$contender"); i++)); do
    "pull_$contender" "$registry/bench/warmup$i:gz" >"$work/log/$contender-warmup" 2>&1 || true
  done
  step "P1 $name $format" "pull_$contender" "$registry/bench/$name:$format" || return 1
  [ "$contender" != floor ] || return 0
  step "P2 $name $format" "pull_$contender" "$registry/bench/$name:$format" || true
  if [ "$name" = layers40 ]; then
    step "P3 $name $format" "pull_$contender" "$registry/bench/$name:$format-next" || true
  fi
  if [ "$format" = gz ] && [[ $name =~ ^(debian|layers40)$ ]]; then
    push_turn "$registry/bench/$name:$format" "$registry/pushed/$name:1"
  fi
}

push_turn() {
  if declare -F "before_push_$contender" >/dev/null; then "before_push_$contender" "$@"; fi
  step "P4 push $name" "push_$contender" "$@" || true
}

run_turn() {
  local turn_pid watchdog
  fresh_disk
  rm -rf --one-file-system "$root"/run/{lamina,bench,docker,containerd,containers,libpod} "$root"/run/*.{pid,sock} 2>/dev/null || true
  # The registry answers from memory, for the first contender as for the last.
  find "$bench/registry" -name data -print0 | xargs -0 cat >/dev/null
  runner=0
  (
    runner=$BASHPID
    trap - EXIT
    enter_group
    turn
  ) &
  turn_pid=$!
  (trap - EXIT; sleep "${LIMIT:-120}"; echo "failed: $contender, $image: more than ${LIMIT:-120} s" >&2; kill "$turn_pid") &
  watchdog=$!
  wait "$turn_pid" || true
  kill "$watchdog" 2>/dev/null || true
  wait "$watchdog" 2>/dev/null || true
  end_group
  # What a daemon mounted goes with it.
  awk -v dir="$disk/" 'index($5, dir) == 1 { print $5 }' /proc/self/mountinfo | sort -r | xargs -r umount -l
  umount "$disk"
  forget_pushes
}

start_registry
ensure_images
ensure_disk_image
limits >"$work/limits.tsv"
SECONDS=0
for ((round = 1; round <= rounds; round++)); do
  if ((round > 1 && SECONDS * round / (round - 1) > minutes * 60)); then
    break
  fi
  for image in "${images[@]}"; do
    for contender in "${contenders[@]}"; do
      [ ! -t 2 ] || printf '\r%-12s round %d of %d: %-20s' "$image" "$round" "$rounds" "$contender" >&2
      run_turn
    done
  done
done
rounds=$((round - 1))
[ ! -t 2 ] || printf '\r%60s\r' '' >&2

versions() {
  [ ! -e "$peers/done" ] || inside bash -c 'containerd --version | cut -d" " -f1,3; dockerd --version; echo "podman $(podman version -f "{{.Client.Version}}" 2>/dev/null)"; skopeo --version; umoci --version; docker-registry --version'
  uname -sr
  nproc | sed 's/$/ processors/'
}
versions >"$work/versions"
jq -n --rawfile raw "$raw" --rawfile goals "$here/goals.tsv" --rawfile limits "$work/limits.tsv" --rawfile versions "$work/versions" \
  --argjson rounds "$rounds" --argjson warmup "${WARMUP:-1}" --argjson warm "${WARM:-3}" -f "$here/results.jq" >"$bench/results.json"
jq -r --arg contenders "${contenders[*]}" -f "$here/table.jq" "$bench/results.json" | "$here/align.sh"
echo "all figures: build/bench/results.json"
