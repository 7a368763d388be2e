#!/usr/bin/env bash
# Unpacks the kubectl of Debian trixie into DIR, without installing it: apt reads a sources list of its own.
set -euo pipefail
target=${1:?usage: unpack-kubectl.sh DIR}
mirror=$(sed -nE 's#^(deb .*|URIs: *)(https?://[^ ]+).*#\2#p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v security | head -1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$target"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$work/sources.list"
apt_trixie() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" "$@"
}
echo "unpacking kubectl of Debian trixie into $target"
apt_trixie update
(cd "$work" && apt_trixie download kubectl)
dpkg-deb --extract "$work"/kubectl_*.deb "$work/root"
install -m 0755 "$work/root/usr/bin/kubectl" "$target/kubectl"
