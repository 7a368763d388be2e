package dev.lamina.agent;

import java.util.stream.LongStream;

/// Seeds of the random tests: a few in every run, two hundred with `-Dlamina.soak=true`. A failing
/// test prints its seed.
public final class Seeds {
  private static final int FEW = 4;
  private static final int MANY = 200;

  private Seeds() {}

  public static LongStream seeds() {
    return LongStream.rangeClosed(1, rounds(FEW, MANY));
  }

  /// As many as are few for a test that takes longer, or shorter, than most.
  public static int rounds(int few, int many) {
    return Boolean.getBoolean("lamina.soak") ? many : few;
  }
}
