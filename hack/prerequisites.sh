#!/usr/bin/env bash
# Installs what Lamina needs on a Debian machine and does nothing where it is there already.
# `prerequisites.sh tests`: what its tests need, too.
set -euo pipefail
cd "$(dirname "$0")/.."

sh .mvn/find-jdk.sh >/dev/null

# What each command belongs to; one that is missing brings its package.
declare -A package_of=(
  [crun]=crun [runc]=runc [conmon]=conmon [busybox]=busybox-static
  [curl]=curl [ip]=iproute2 [iptables]=iptables [unzip]=unzip
)
# What the tests compare with, or look through, beside that.
if [ "${1-}" = tests ]; then
  package_of+=(
    [docker-registry]=docker-registry [skopeo]=skopeo [umoci]=umoci [ctr]=containerd
    [igzip]=isal [strace]=strace [setfattr]=attr
  )
fi
missing=()
for command in "${!package_of[@]}"; do
  command -v "$command" >/dev/null || missing+=("${package_of[$command]}")
done
[ -x /usr/lib/cni/bridge ] || [ -x /opt/cni/bin/bridge ] || missing+=(containernetworking-plugins)
# busybox may be the dynamic one: the base image needs the static one.
dpkg-query -W -f '${Status}' busybox-static 2>/dev/null | grep -q 'install ok' || missing+=(busybox-static)

apt_install() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "error: missing: $* (install them, or run as root on Debian)" >&2
    exit 1
  fi
  echo "installing $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update >/dev/null
  apt-get -qq -y install --no-install-recommends "$@" >/dev/null
}
if [ "${#missing[@]}" -gt 0 ]; then
  apt_install "${missing[@]}"
fi

# kubectl 1.27 or newer speaks OpenAPI v3; Debian 12's own is 1.20, trixie's package is unpacked beside ours.
kubectl_minor() { "$1" version --client -o json 2>/dev/null | sed -n 's/.*"minor": *"\([0-9]*\).*/\1/p' | head -1; }
new_enough() { [ "$(kubectl_minor "$1" || echo 0)" -ge 27 ] 2>/dev/null; }
if new_enough kubectl || new_enough build/tools/kubectl; then
  exit 0
fi
hack/unpack-kubectl.sh build/tools
new_enough build/tools/kubectl || { echo "error: kubectl 1.27 or newer is needed" >&2; exit 1; }
