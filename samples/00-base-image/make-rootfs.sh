#!/usr/bin/env bash
# A root filesystem from nothing: Debian's static busybox, a link for each of its applets, two accounts.
# Writes into DIR:
#   rootfs.tar.gz    what `lamina-agent import --rootfs` takes
#   context.tar.gz   a build context with that archive and a Dockerfile `FROM scratch`
#   imagebuild.yaml  the ImageBuild that fetches the context by HTTP, with its sha256
# The same busybox always gives the same bytes.
set -euo pipefail
dir=${1:?usage: make-rootfs.sh DIR [URL]}
url=${2:-http://127.0.0.1:8900}
here=$(cd "$(dirname "$0")" && pwd)
busybox=$(command -v busybox)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# deterministic ARCHIVE DIR MEMBER...: sorted, without owners, times and names that change
deterministic() {
  local archive=$1 from=$2
  shift 2
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu -C "$from" -cf - "$@" | gzip -n >"$archive"
}

root=$work/root
mkdir -p "$root"/{bin,dev,etc,proc,root,run,sys,tmp,usr/bin,usr/sbin,sbin,var}
chmod 1777 "$root/tmp"
install -m 0755 "$busybox" "$root/bin/busybox"
for applet in $("$busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
echo 'root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/false' >"$root/etc/passwd"
echo 'root:x:0:
nogroup:x:65534:' >"$root/etc/group"

mkdir -p "$dir" "$work/context"
deterministic "$dir/rootfs.tar.gz" "$root" .
cp "$here/Dockerfile" "$dir/rootfs.tar.gz" "$work/context"
deterministic "$dir/context.tar.gz" "$work/context" Dockerfile rootfs.tar.gz
sha256=$(sha256sum "$dir/context.tar.gz" | cut -d' ' -f1)
sed -e "s#@URL@#$url#" -e "s#@SHA256@#$sha256#" "$here/imagebuild.yaml.in" >"$dir/imagebuild.yaml"
