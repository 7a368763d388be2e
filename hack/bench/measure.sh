# Sourced: a cgroup for a contender, and what a step in it costs.
# Sets up: $disk (the contender's file system), $raw (one line per measured step), $image $contender $round.

if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  group=/sys/fs/cgroup/lamina-bench
  outside=/sys/fs/cgroup/cgroup.procs
  cpu_micros() { local key value; while read -r key value; do [ "$key" != usage_usec ] || echo "$value"; done <"$group/cpu.stat"; }
else
  group=/sys/fs/cgroup/cpuacct/lamina-bench
  outside=/sys/fs/cgroup/cpuacct/cgroup.procs
  cpu_micros() { echo $(($(<"$group/cpuacct.usage") / 1000)); }
fi
mkdir -p "$group"

enter_group() { echo "$BASHPID" >"$group/cgroup.procs"; }

# What is still in the group, without the shell that runs the contender.
group_members() { grep -vx "${runner:-0}" "$group/cgroup.procs" || true; }

end_group() { # asks, then insists
  local try
  group_members | xargs -r kill 2>/dev/null || true
  for ((try = 0; try < 100; try++)); do
    [ -n "$(group_members)" ] || return 0
    sleep 0.1
  done
  group_members | xargs -r kill -9 2>/dev/null || true
  while [ -n "$(group_members)" ]; do sleep 0.1; done
}

# Resident memory of the group's processes together, looked at 20 times a second; the kernel's own high
# water mark of those that live on (the daemons) counts too. Shared pages count for each process.
start_memory_watch() {
  rm -f "$work/peak"
  (
    echo "$BASHPID" >"$outside"
    peak=0
    trap 'echo "$peak" >"$work/peak"; exit 0' TERM
    exec {idle}<> <(:)
    : >"$work/watching"
    while :; do
      sum=0
      while read -r pid; do
        [ "$pid" != "$runner" ] || continue
        { read -r _ pages _ <"/proc/$pid/statm"; } 2>/dev/null && sum=$((sum + pages * 4)) || true
      done <"$group/cgroup.procs"
      [ "$sum" -le "$peak" ] || peak=$sum
      read -r -t 0.05 -u "$idle" || true
    done
  ) &
  watch=$!
  until [ -e "$work/watching" ]; do sleep 0.01; done
  rm -f "$work/watching"
}

end_memory_watch() { # sets peak_kib
  local pid marks=0 value
  for pid in $(group_members); do
    value=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$pid/status" 2>/dev/null || true)
    marks=$((marks + ${value:-0}))
  done
  kill "$watch" && wait "$watch" || true
  peak_kib=$(<"$work/peak")
  [ "$marks" -le "$peak_kib" ] || peak_kib=$marks
}

# step ROW COMMAND...: wall time, CPU time of all processes of the contender, peak memory, and what a sync
# of its file system costs afterwards.
step() {
  local row=$1 from to synced cpu_from cpu_to status=ok
  shift
  sync -f "$disk"
  start_memory_watch
  cpu_from=$(cpu_micros)
  from=${EPOCHREALTIME/./}
  "$@" >"$work/log/$contender-step" 2>&1 || status=failed
  to=${EPOCHREALTIME/./}
  cpu_to=$(cpu_micros)
  end_memory_watch
  synced=${EPOCHREALTIME/./}
  sync -f "$disk"
  synced=$((${EPOCHREALTIME/./} - synced))
  [ "$status" = ok ] || { echo "failed: $contender, $row:" && tail -3 "$work/log/$contender-step"; } >&2
  printf '%s\t%s\t%d\t%d\t%d\t%d\t%d\t%s\n' "$row" "$contender" "$round" \
    $((to - from)) "$synced" $((cpu_to - cpu_from)) "$peak_kib" "$status" >>"$raw"
  [ "$status" = ok ]
}
