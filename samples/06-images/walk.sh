#!/bin/sh
# The verbs of images, one after the other, on a node that serves: build, list, history, inspect, tag, push, remove,
# pull back, run, prune. Says what it does and stops at the first thing that is not as it should be.
#   AGENT          the agent's command line (default: runtime-agent/bin/lamina-agent)
#   REGISTRY       host:port of a registry to push to, and USERNAME and PASSWORD for it; without it nothing is pushed
# It needs the base image of 00 under the name base, and kubectl for that node's cluster.
set -eu
AGENT=${AGENT:-$(dirname "$0")/../../runtime-agent/bin/lamina-agent}

say() { echo "== $*"; }
fail() { echo "not as it should be: $*" >&2; exit 1; }
# shows COMMAND_OUTPUT WORD...: every word is in the output
shows() { text=$1; shift; for word; do case $text in *"$word"*) ;; *) fail "no '$word' in: $text" ;; esac; done; }

say "build, with kubectl"
kubectl apply -f - <<'EOF'
apiVersion: lamina.dev/v1alpha1
kind: ImageBuild
metadata: {name: walk}
spec:
  output: {images: [walk]}
  source:
    inline:
      dockerfile: |
        FROM base
        LABEL sample=walk
        RUN echo walked > /walked
        CMD ["sleep", "600"]
EOF
kubectl wait --for=condition=Ready --timeout=90s imagebuild/walk
id=$($AGENT images -q --no-trunc | while read -r id; do
  case $($AGENT inspect "$id") in *'"sample" : "walk"'*) echo "$id"; break ;; esac; done)
[ -n "$id" ] || fail "the image is not listed"
short=$(echo "$id" | cut -c 8-19)

say "list, history, inspect: image $short"
shows "$($AGENT image ls)" REPOSITORY "IMAGE ID" walk "$short"
shows "$($AGENT history walk)" "echo walked" "<missing>"
shows "$($AGENT image inspect "$short")" '"Digest"' '"Layers"' "$id"
digest=$($AGENT inspect walk | sed -n 's/^.*"Digest" : "\(sha256:[0-9a-f]*\)".*$/\1/p' | head -1)

say "tag twice, by a name and by a prefix of the id: one image, three rows"
$AGENT tag walk walk:one
$AGENT image tag "$(echo "$short" | cut -c 1-8)" walk:two
[ "$($AGENT images | grep -c "$short")" = 3 ] || fail "not three rows of $short"

if [ -n "${REGISTRY-}" ]; then
  say "push, remove, pull back by digest and by tag"
  echo "$PASSWORD" | $AGENT push --username "$USERNAME" --password-stdin walk "$REGISTRY/walk:1"
  $AGENT rmi walk:one walk:two walk
  case $($AGENT images -q) in *"$short"*) fail "rmi left the image" ;; esac
  shows "$(echo "$PASSWORD" | $AGENT pull --username "$USERNAME" --password-stdin "$REGISTRY/walk@$digest")" "$digest"
  shows "$(echo "$PASSWORD" | $AGENT pull --username "$USERNAME" --password-stdin "$REGISTRY/walk:1")" "$digest"
  $AGENT tag "$REGISTRY/walk:1" walk
  $AGENT rmi "$REGISTRY/walk:1" "$REGISTRY/walk@$digest"
else
  $AGENT rmi walk:one walk:two
fi

say "save and load"
file=$(mktemp -d)/walk.tar
$AGENT save -o "$file" walk
shows "$($AGENT load -i "$file")" "Loaded image"
rm -r "$(dirname "$file")"

say "run; an image in use is not removed, and the container is named"
$AGENT run -d --name walker walk
if refusal=$($AGENT rmi walk 2>&1); then fail "rmi took an image in use"; fi
shows "$refusal" "InUse" walker
case $($AGENT prune -a --filter label=sample=walk) in *"Deleted: $id"*) fail "prune took an image in use" ;; esac

say "prune: what has no name, then everything that is unused"
$AGENT rm -f walker >/dev/null
shows "$($AGENT prune --dry-run -a --filter label=sample=walk)" "Deleted: $id" "Total reclaimable space"
shows "$($AGENT image prune -a --filter label=sample=walk)" "Deleted: $id" "Total reclaimed space"
case $($AGENT images -q) in *"$short"*) fail "prune left the image" ;; esac
shows "$($AGENT df)" TYPE RECLAIMABLE "Build Cache"
$AGENT fsck >/dev/null || fail "fsck is not clean"
kubectl delete imagebuild walk >/dev/null
say "walked"
