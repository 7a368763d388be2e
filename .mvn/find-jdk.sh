#!/bin/sh
# Prints the home of a JDK 25 or newer: JAVA_HOME if it is one, else the first found in the usual places.
# Used by mvnw, the Makefile and the launchers, so that a machine whose default java is older just works.
is_new_enough() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${version:-0}" -ge 25 ]
}
for home in "${JAVA_HOME-}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/java/* /opt/jdk*; do
  if [ -n "$home" ] && is_new_enough "$home"; then
    printf '%s\n' "$home"
    exit 0
  fi
done
echo "error: JDK 25 not found: install Temurin 25 (package temurin-25-jdk, see https://adoptium.net/installation/linux) or set JAVA_HOME to a JDK 25" >&2
exit 1
