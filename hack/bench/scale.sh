#!/usr/bin/env bash
# Many images on many nodes: nodes that are only written about, in a standalone of its own (IMAGES=1000, NODES=50).
# Embedded API, operator and agent share its process, so its memory is more than the operator's alone.
set -euo pipefail
cd "$(dirname "$0")/../.."

images=${IMAGES:-1000}
nodes=${NODES:-50}
rounds=${ROUNDS:-15}
quiet=${QUIET_SECONDS:-30}
work=$(mktemp -d /var/tmp/lamina-scale-XXXXXX)
cleanup() {
  standalone/bin/lamina down --state-dir "$work/state" >/dev/null 2>&1 || true
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

standalone/bin/lamina up --state-dir "$work/state" >"$work/up"
export KUBECONFIG=$work/state/kubeconfig HOME=$work
pid=$(<"$work/state/lamina.lock")

names=$(seq -f 'simulated-%03g' "$nodes")
for name in $names; do
  printf -- '---\napiVersion: v1\nkind: Node\nmetadata: {name: %s}\n' "$name"
done | kubectl create -f - >/dev/null

# What a node lists: the same images everywhere, in ten namespaces.
jq -n --argjson images "$images" '
  def digest($kind; $n): "sha256:" + $kind + ("\($n)" | ("0" * (63 - length)) + .);
  {status: {hash: "1", images: [range($images) | {
    digest: digest("a"; .), imageID: digest("b"; .), created: "2026-01-01T00:00:00Z", bytes: (1000000 + .), pinned: false,
    tenants: [{name: "team-\(. % 10)", names: ["registry.example/app-\(. % 100):\(.)"]}]}]}}' >"$work/inventory"
for team in $(seq 0 9); do kubectl create namespace "team-$team" >/dev/null; done
for name in $names; do
  until kubectl get imagenode "$name" -o name >/dev/null 2>&1; do sleep 0.1; done
  printf 'apiVersion: lamina.dev/v1alpha1\nkind: NodeInventory\nmetadata: {name: %s}\n' "$name" | kubectl create -f - >/dev/null
  kubectl patch nodeinventory "$name" --subresource=status --type=merge --patch-file "$work/inventory" >/dev/null
  kubectl patch imagenode "$name" --subresource=status --type=merge -p '{"status": {"store": {"inventoryHash": "1"}}}' >/dev/null
done

rows() { kubectl get img -A --no-headers 2>/dev/null | awk -v nodes="$nodes" '$8 == nodes' | wc -l; }
waits=300
until [ "$(rows)" -ge "$images" ]; do
  [ $((waits -= 1)) -gt 0 ] || { echo "error: not all images are listed: $(rows) of $images" >&2; exit 1; }
  sleep 1
done

revision() { kubectl get --raw '/api/v1/namespaces?limit=1' | jq -r .metadata.resourceVersion; }
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
timed() { local from=${EPOCHREALTIME/./}; "$@" >/dev/null; echo $(((${EPOCHREALTIME/./} - from) / 1000)); }
figure() { printf '%-42s %8s %-6s goal %s\n' "$@"; }

before=$(revision)
sleep "$quiet"
after=$(revision)
for ((round = 0; round < rounds; round++)); do timed kubectl get img -A; done | median >"$work/list"
heap=$("$(sh .mvn/find-jdk.sh)/bin/jcmd" "$pid" GC.heap_info 2>/dev/null | awk '{ for (i = 1; i < NF; i++) if ($i == "used") { gsub("K.*", "", $(i + 1)); sum += $(i + 1); break } } /Metaspace/ { exit } END { print int(sum / 1024) }') || heap=-
resident() { awk -v key="$1:" '$1 == key { print int($2 / 1024) }' "/proc/$pid/status"; }

echo "$images images on each of $nodes nodes; median of $rounds"
figure 'kubectl get img -A' "$(<"$work/list")" ms '< 1000'
figure 'heap in use, all in one process' "$heap" MiB '<= 256, of the operator'
figure 'resident, now' "$(resident VmRSS)" MiB '-'
figure 'resident, at most' "$(resident VmHWM)" MiB '-'
figure "writes in $quiet s without a change" "$((after - before))" '' 0
