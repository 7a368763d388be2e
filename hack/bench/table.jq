# results.json -> a table, cells separated by tabs.
def time: if . == null then "-" elif . >= 1000 then "\(. / 10 | round / 100) s" else "\(. | round) ms" end;
def ratio: if . == null then "-" else "x\(. * 100 | round / 100)" end;
def verdict($goal): if . == null or $goal == null then "" elif . <= $goal then " met" else "" end;
($contenders | split(" ")) as $names
| ($names | map(select(startswith("lamina")))) as $ours
| "medians of \(.rounds), contenders in turn, a fresh file system and daemon each time",
  "lamina = its command line with a daemon, lamina-oneshot = without; lamina-cold, lamina-warm = its daemon asked by curl, just started and after \(.warmPulls) other pulls",
  "peers = their command lines; floor = curl | igzip or zstd | tar, no peer; all others after \(.warmupPulls) small pull(s)",
  "a ratio is Lamina's time over the best peer's of this run; Lamina has synced the data when it answers, peers have not",
  (.versions | join("; ")), "",
  (["wall time"] + $names + ["best peer"] + $ours + ["goal"] | @tsv),
  (.rows[] | . as $r | [.row] + ($names | map($r.contenders[.] | if . == null then "" elif .failed > 0 and .n == 0 then "failed" else .ms | time end))
    + [.bestPeer // "-"] + ($ours | map($r.ratio[.] | ratio + verdict($r.goalRatio))) + [.goalRatio | ratio] | @tsv),
  (["geometric mean"] + ($names | map("")) + [""] + (.geometricMean as $mean | $ours | map($mean[.] | ratio)) + [.geometricMean.goal | ratio] | @tsv), "",
  (["wall time + sync of the file system"] + $names + [""] + $ours | @tsv),
  (.rows[] | select(.row | startswith("P1")) | . as $r | [.row] + ($names | map($r.contenders[.].withSyncMs | time))
    + [""] + ($ours | map($r.ratioWithSync[.] | ratio)) | @tsv), "",
  (["CPU time, daemon and children"] + $names | @tsv),
  (.rows[] | select(.row | test("P[134]")) | . as $r | [.row] + ($names | map($r.contenders[.].cpuMs | time)) | @tsv), "",
  (["peak memory, MiB"] + $names | @tsv),
  (.rows[] | select(.row | startswith("P1")) | . as $r | [.row] + ($names | map($r.contenders[.].peakMiB | if . == null then "-" else round | tostring end)) | @tsv), "",
  (["limits of this machine", "time", "MB/s"] | @tsv),
  (.limits[] | [.limit, (.ms | time), (.megabytesPerSecond | if . == null then "" else round | tostring end)] | @tsv)
