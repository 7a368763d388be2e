# results.json -> a table, cells separated by tabs.
def time: if . == null then "-" elif . >= 1000 then "\(. / 10 | round / 100) s" else "\(. | round) ms" end;
def ratio: if . == null then "-" else "x\(. * 100 | round / 100)" end;
def verdict($goal): if . == null or $goal == null then "" elif . <= $goal then " met" else "" end;
($contenders | split(" ")) as $names
| "medians of \(.rounds), contenders in turn, a fresh file system and daemon each time, \(.warmupPulls) small pull(s) before",
  "lamina = its command line, lamina-api = its daemon asked by curl; peers = their command lines; floor = curl | igzip or zstd | tar, no peer",
  "a ratio is Lamina's time over the best peer's of this run; Lamina has synced the data when it answers, peers have not",
  (.versions | join("; ")), "",
  (["wall time"] + $names + ["best peer", "lamina", "lamina-api", "goal"] | @tsv),
  (.rows[] | . as $r | [.row] + ($names | map($r.contenders[.] | if . == null then "" elif .failed > 0 and .n == 0 then "failed" else .ms | time end))
    + [.bestPeer // "-", (.ratio["lamina"] | ratio + verdict($r.goalRatio)), (.ratio["lamina-api"] | ratio + verdict($r.goalRatio)), (.goalRatio | ratio)] | @tsv),
  (["geometric mean"] + ($names | map("")) + ["", (.geometricMean["lamina"] | ratio), (.geometricMean["lamina-api"] | ratio), (.geometricMean.goal | ratio)] | @tsv), "",
  (["wall time + sync of the file system"] + $names + ["", "lamina", "lamina-api"] | @tsv),
  (.rows[] | select(.row | startswith("P1")) | . as $r | [.row] + ($names | map($r.contenders[.].withSyncMs | time))
    + ["", (.ratioWithSync["lamina"] | ratio), (.ratioWithSync["lamina-api"] | ratio)] | @tsv), "",
  (["CPU time, daemon and children"] + $names | @tsv),
  (.rows[] | select(.row | test("P[134]")) | . as $r | [.row] + ($names | map($r.contenders[.].cpuMs | time)) | @tsv), "",
  (["peak memory, MiB"] + $names | @tsv),
  (.rows[] | select(.row | startswith("P1")) | . as $r | [.row] + ($names | map($r.contenders[.].peakMiB | if . == null then "-" else round | tostring end)) | @tsv), "",
  (["limits of this machine", "time", "MB/s"] | @tsv),
  (.limits[] | [.limit, (.ms | time), (.megabytesPerSecond | if . == null then "" else round | tostring end)] | @tsv)
