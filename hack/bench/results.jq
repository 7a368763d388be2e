# Raw steps -> medians per row and contender, ratios to the best peer and to the goal, geometric means.
def lines: split("\n") | map(select(length > 0) | split("\t"));
def median: sort | if length == 0 then null elif length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;
def thousandth: if . == null then null else . * 1000 | round / 1000 end;
def ours: startswith("lamina");
def geometric: map(select(. != null)) | if length == 0 then null else (map(log) | add / length | exp) | thousandth end;

($goals | lines | map({key: .[0], value: {best: (.[1] | tonumber), goal: (.[2] | tonumber)}}) | from_entries) as $goals
| ($raw | lines | map({row: .[0], contender: .[1], ms: (.[3] | tonumber / 1000), syncMs: (.[4] | tonumber / 1000),
    cpuMs: (.[5] | tonumber / 1000), peakMiB: (.[6] | tonumber / 1024), ok: (.[7] == "ok")})) as $steps
| ($steps | map(.row) | reduce .[] as $row ([]; if index([$row]) then . else . + [$row] end)) as $rows
| [ $rows[] as $row
    | ($steps | map(select(.row == $row)) | group_by(.contender)
        | map({key: .[0].contender, value: ((map(select(.ok))) as $good | {
            n: ($good | length), failed: (length - ($good | length)),
            ms: ($good | map(.ms) | median | thousandth), minMs: ($good | map(.ms) | min | thousandth),
            maxMs: ($good | map(.ms) | max | thousandth),
            withSyncMs: ($good | map(.ms + .syncMs) | median | thousandth),
            cpuMs: ($good | map(.cpuMs) | median | thousandth), peakMiB: ($good | map(.peakMiB) | max | thousandth)})})
        | from_entries) as $of
    | ($of | to_entries | map(select((.key | ours | not) and .key != "floor" and .value.ms != null))) as $peers
    | ($peers | min_by(.value.ms)) as $best
    | ($peers | map(.value.withSyncMs) | min) as $bestSynced
    | {row: $row, contenders: $of, bestPeer: $best.key, bestPeerMs: $best.value.ms, bestPeerWithSyncMs: $bestSynced,
       bestPeerCpuMs: $best.value.cpuMs,
       goalRatio: (if $goals[$row] then ($goals[$row].goal / $goals[$row].best | thousandth) else null end),
       ratio: ($of | with_entries(select((.key | ours) and .value.ms != null and $best != null)
         | .value = (.value.ms / $best.value.ms | thousandth))),
       ratioWithSync: ($of | with_entries(select((.key | ours) and .value.ms != null and $best != null)
         | .value = (.value.withSyncMs / $bestSynced | thousandth)))} ] as $table
| {rounds: $rounds, warmupPulls: $warmup, versions: ($versions | split("\n") | map(select(length > 0))), warmPulls: $warm, rows: $table,
   geometricMean: ({goal: ($table | map(.goalRatio) | geometric)}
     + ($table | map(.ratio | keys[]) | unique | map(. as $name | {key: $name, value: ($table | map(.ratio[$name]) | geometric)}) | from_entries)),
   limits: ($limits | lines | map({limit: .[0], ms: (.[1] | tonumber), megabytesPerSecond: (.[2] | if . == "" then null else tonumber end)})),
   steps: $steps}
