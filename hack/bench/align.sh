#!/bin/sh
# Cells separated by tabs -> columns, each table (up to an empty line) by itself; lines without a tab stay.
exec awk -F '\t' '
  function flush(  i, j, line, cell) {
    for (i = 1; i <= rows; i++) {
      if (cells[i] < 2) { print row[i, 1]; continue }
      line = sprintf("%-" width[1] "s", row[i, 1])
      for (j = 2; j <= cells[i]; j++) line = line sprintf("  %" width[j] "s", row[i, j])
      sub(/ +$/, "", line)
      print line
    }
    rows = 0
    split("", width)
  }
  NF == 0 { flush(); print ""; next }
  { cells[++rows] = NF
    for (j = 1; j <= NF; j++) { row[rows, j] = $j; if (NF > 1 && length($j) > width[j]) width[j] = length($j) } }
  END { flush() }'
