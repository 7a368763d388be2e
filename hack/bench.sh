#!/usr/bin/env bash
# The performance tables: `hack/bench.sh [pulls] [runs] [scale]`, all by default. Same machine, same run,
# contenders in turn; medians and ratios. Absolute times are this machine's only.
set -euo pipefail
cd "$(dirname "$0")"
for part in "${@:-pulls runs scale}"; do
  for name in $part; do "./bench/$name.sh"; done
done
