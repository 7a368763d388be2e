# Sourced: makes the images from what this machine has and pushes them, once. Works in $work/images, which 
# is memory: many files are made, and their removal must not slow an ext4 that is measured later.

image_work=$work/images
files_root=$peers/debian
[ -d "$files_root/usr" ] || files_root=/

# list_files SKIP TAKE: files of a Debian with interpreters, from SKIP to SKIP + TAKE megabytes of them.
list_files() {
  (cd "$files_root" && find usr/bin usr/lib usr/share -printf '%s\t%y\t%p\n' 2>/dev/null) | LC_ALL=C sort -t $'\t' -k 3 |
    awk -F '\t' -v from="$1" -v take="$2" '$2 ~ /[fdl]/ {
      if ($2 == "f") sum += $1
      if (sum > (from + take) * 1e6) next
      if (sum >= from * 1e6) print $3
    }'
}

tar_of() { tar --sort=name --numeric-owner --owner=0 --group=0 --mtime=@1700000000 "$@"; }
chunk_of_debian() { list_files "$1" "$2" | tar_of --no-recursion -C "$files_root" -T - -cf "$image_work/layer.tar"; }
tree_of() { tar_of -C "$1" -cf "$image_work/layer.tar" . && rm -rf "$1"; }

# Words, so that it compresses like text.
text() { # text BYTES SEED
  awk -v bytes="$1" -v seed="$2" 'BEGIN {
    srand(seed)
    for (i = 0; i < 4000; i++) { w = ""; for (j = 3 + rand() * 7; j > 0; j--) w = w sprintf("%c", 97 + rand() * 26); word[i] = w }
    while (bytes > 0) { l = ""; for (j = 0; j < 12; j++) l = l " " word[int(rand() * rand() * 4000)]; print l; bytes -= length(l) + 1 }
  }'
}

make_files60k() {
  mkdir -p "$image_work/tree"/{0..599}
  awk -v tree="$image_work/tree" 'BEGIN {
    srand(60)
    for (i = 0; i < 2000; i++) { l = ""; for (j = 0; j < 8; j++) l = l sprintf(" %x", rand() * 1e9); line[i] = l }
    for (f = 0; f < 60000; f++) {
      file = tree "/" int(f / 100) "/file-" f ".txt"
      for (n = 1 + rand() * 40; n > 0; n--) print line[int(rand() * 2000)] > file
      close(file)
    }
  }'
  tree_of "$image_work/tree"
}

make_big1g() {
  local i
  mkdir -p "$image_work/tree"
  text 67108864 1 >"$image_work/text"
  for i in {1..8}; do
    head -c 67108864 /dev/urandom >"$image_work/tree/random-$i"
    { head -c $((i * 999)) /dev/urandom; cat "$image_work/text"; } >"$image_work/tree/text-$i"
  done
  rm "$image_work/text"
  tree_of "$image_work/tree"
}

make_layer_of_40() { # make_layer_of_40 N: 3 MB, a third of it incompressible
  local i
  mkdir -p "$image_work/tree/layer-$1"
  for i in {1..12}; do
    if ((i % 3)); then text 250000 "$1$i"; else head -c 250000 /dev/urandom; fi >"$image_work/tree/layer-$1/file-$i"
  done
  tree_of "$image_work/tree"
}

# add_layer NAME FORMAT...: the layer made last becomes the next one of the images NAME:FORMAT.
add_layer() {
  local name=$1 format diff blobs=$image_work/blobs/sha256 blob media
  shift
  diff=$(sha256sum <"$image_work/layer.tar")
  for format in "$@"; do
    if [ "$format" = gz ]; then gzip -6 -n; else zstd -q -3; fi <"$image_work/layer.tar" >"$image_work/blob"
    media=application/vnd.oci.image.layer.v1.tar+$([ "$format" = gz ] && echo gzip || echo zstd)
    blob=$(sha256sum <"$image_work/blob")
    jq -nc --arg media "$media" --arg digest "sha256:${blob%% *}" --arg diff "sha256:${diff%% *}" \
      --argjson size "$(stat -c %s "$image_work/blob")" \
      '{diff: $diff, layer: {mediaType: $media, digest: $digest, size: $size}}' >>"$image_work/$name-$format.layers"
    mkdir -p "$blobs" && mv "$image_work/blob" "$blobs/${blob%% *}"
  done
  rm "$image_work/layer.tar"
}

blob_of() { # stores what it reads; prints its hash
  local digest
  cat >"$image_work/json"
  digest=$(sha256sum <"$image_work/json")
  mv "$image_work/json" "$image_work/blobs/sha256/${digest%% *}"
  echo "${digest%% *}"
}

# push_image NAME FORMAT TAG [JQ]: JQ chooses among the layers that were added.
push_image() {
  local layers=$image_work/$1-$2.layers layout=$image_work config manifest
  config=$(jq -sc "${4-.} | {architecture: \"amd64\", os: \"linux\", config: {Cmd: [\"true\"]}, rootfs: {type: \"layers\", diff_ids: map(.diff)}}" "$layers" | blob_of)
  manifest=$(jq -sc --arg config "sha256:$config" --argjson size "$(stat -c %s "$image_work/blobs/sha256/$config")" \
    "${4-.} | {schemaVersion: 2, mediaType: \"application/vnd.oci.image.manifest.v1+json\",
      config: {mediaType: \"application/vnd.oci.image.config.v1+json\", digest: \$config, size: \$size}, layers: map(.layer)}" "$layers" | blob_of)
  echo '{"imageLayoutVersion": "1.0.0"}' >"$layout/oci-layout"
  jq -nc --arg digest "sha256:$manifest" --argjson size "$(stat -c %s "$image_work/blobs/sha256/$manifest")" \
    '{schemaVersion: 2, manifests: [{mediaType: "application/vnd.oci.image.manifest.v1+json", digest: $digest, size: $size}]}' >"$layout/index.json"
  skopeo_copy "$registry/bench/$1:$3"
}

skopeo_copy() { # skopeo_copy DESTINATION
  if [ -x "$root/usr/bin/skopeo" ]; then
    mkdir -p "$root/run/images" && mount --bind "$image_work" "$root/run/images"
    inside skopeo copy -q --dest-tls-verify=false "oci:/run/images" "docker://$1"
    umount "$root/run/images"
  else
    skopeo copy -q --dest-tls-verify=false "oci:$image_work" "docker://$1"
  fi
}

image_of() { # image_of NAME FORMAT...
  local name=$1 format
  shift
  echo "making image $name" >&2
  case $name in
    small) chunk_of_debian 100 2; add_layer "$name" "$@" ;;
    debian) chunk_of_debian 0 175; add_layer "$name" "$@" ;;
    layers40) for i in {1..41}; do make_layer_of_40 "$i"; add_layer "$name" "$@"; done ;;
    *) "make_$name"; add_layer "$name" "$@" ;;
  esac
  for format in "$@"; do
    if [ "$name" = layers40 ]; then
      push_image "$name" "$format" "$format" '.[:40]'
      push_image "$name" "$format" "$format-next" '.[:39] + .[40:]'
    else
      push_image "$name" "$format" "$format"
    fi
  done
  rm -rf "${image_work:?}"/*
}

make_images() {
  mkdir -p "$image_work"
  mount -t tmpfs -o size=6g images "$image_work"
  image_of small gz
  image_of debian gz zst
  image_of layers40 gz zst
  image_of files60k gz zst
  image_of big1g gz
  for i in 1 2 3; do
    chunk_of_debian $((175 + i * 12)) 12
    add_layer "warmup$i" gz
    push_image "warmup$i" gz gz
  done
  umount "$image_work"
}
