#!/usr/bin/env bash
# peers.sh DIRECTORY: unpacks the newest peers that Debian has (sid) into DIRECTORY/root, and the packages
# the bench makes its debian image of into DIRECTORY/debian. Nothing is installed on this machine: apt runs
# with a state of its own, packages are unpacked without their scripts. Fetched once; remove DIRECTORY to
# fetch anew.
set -euo pipefail
directory=$1
peers=(containerd docker.io docker-cli podman skopeo umoci docker-registry isal pigz zstd
  base-files bash coreutils dash findutils grep sed tar gzip curl ca-certificates)
debian=(base-files bash coreutils dash dpkg findutils grep sed tar util-linux perl python3 git)
recipe=$(sha256sum <"$0")
[ "$(cat "$directory/done" 2>/dev/null)" != "$recipe" ] || exit 0
rm -rf "${directory:?}"/{root,debian,done}

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep '/debian/$' | head -1 || true)
mkdir -p "$directory"/apt/{lists,archives}/partial "$directory"/{root,debian}
directory=$(cd "$directory" && pwd)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$keyring] ${mirror:-http://deb.debian.org/debian/} sid main" >"$directory/apt/sources.list"
: >"$directory/apt/status"
cat >"$directory/apt/conf" <<CONF
Dir::State "$directory/apt";
Dir::State::lists "$directory/apt/lists";
Dir::State::status "$directory/apt/status";
Dir::Cache "$directory/apt";
Dir::Cache::archives "$directory/apt/archives";
Dir::Etc::sourcelist "$directory/apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
Acquire::Languages "none";
CONF
export APT_CONFIG=$directory/apt/conf

unpack() { # unpack ROOT PACKAGE...: the packages and all they depend on; base-files first, it has the links of /usr
  local root=$1
  shift
  apt-get -qq -y --download-only install "$@" >/dev/null
  dpkg -x "$directory"/apt/archives/base-files_*.deb "$root"
  find "$directory/apt/archives" -name '*.deb' -print0 | sort -z | xargs -0 -I {} dpkg -x {} "$root"
  rm -f "$directory"/apt/archives/*.deb
}

echo "fetching the peers of Debian sid (once)" >&2
apt-get -qq update
unpack "$directory/root" "${peers[@]}"
unpack "$directory/debian" "${debian[@]}"
echo "$recipe" >"$directory/done"
