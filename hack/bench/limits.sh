# Sourced: what this machine can do at best, each the best of three.

limit() { # limit TITLE BYTES COMMAND...
  local title=$1 bytes=$2 best='' from took
  shift 2
  for _ in 1 2 3; do
    from=${EPOCHREALTIME/./}
    "$@" >/dev/null 2>&1 || { printf '%s: failed\n' "$title" >&2; return 0; }
    took=$((${EPOCHREALTIME/./} - from))
    [ -n "$best" ] && [ "$best" -le "$took" ] || best=$took
  done
  awk -v title="$title" -v us="$best" -v bytes="$bytes" \
    'BEGIN { printf "%s\t%.1f\t%s\n", title, us / 1000, bytes ? bytes / us : "" }'
}

# layer_of NAME TAG: digest and size of the image's first layer.
layer_of() {
  curl -fsS -H 'Accept: application/vnd.oci.image.manifest.v1+json' "http://$registry/v2/bench/$1/manifests/$2" |
    jq -r '.layers[0] | "\(.digest) \(.size)"'
}

limits() {
  local digest size plain=$root/run/limit blob=$root/run/limit.blob bytes
  read -r digest size < <(layer_of big1g gz)
  limit 'GET a blob of 1 GB, docker-registry' "$size" inside curl -fsS -o /dev/null "http://$registry/v2/bench/big1g/blobs/$digest"
  limit 'GET a manifest (start of curl included)' 0 inside curl -fsS -o /dev/null -H 'Accept: application/vnd.oci.image.manifest.v1+json' "http://$registry/v2/bench/small/manifests/gz"
  for format in gz zst; do
    read -r digest size < <(layer_of debian "$format")
    curl -fsS -o "$blob" "http://$registry/v2/bench/debian/blobs/$digest"
    if [ "$format" = gz ]; then
      gzip -dc <"$blob" >"$plain"
      bytes=$(stat -c %s "$plain")
      limit 'sha256sum of the debian layer' "$bytes" inside sha256sum /run/limit
      limit 'gzip -d debian' "$bytes" inside gzip -dc /run/limit.blob
      ! inside bash -c 'command -v igzip' >/dev/null || limit 'igzip -d debian' "$bytes" inside igzip -dc /run/limit.blob
      fresh_disk
      limit 'tar -x debian on ext4' "$bytes" inside bash -c 'd=$(mktemp -d /var/lib/XXXXXX) && tar -xf /run/limit -C "$d"'
      limit 'dd 1 GB, fdatasync' 1073741824 inside dd if=/dev/zero of=/var/lib/dd bs=1M count=1024 conv=fdatasync
      limit 'dd 4 KiB, fsync' 0 inside dd if=/dev/zero of=/var/lib/dd4k bs=4k count=1 conv=fsync
      umount "$disk"
    else
      limit 'zstd -d debian' "$bytes" inside zstd -dc /run/limit.blob
    fi
  done
  rm -f "$plain" "$blob"
}
