package dev.lamina.crds.meta;

public enum ConditionStatus {
  True,
  False,
  Unknown;

  public static ConditionStatus of(boolean holds) {
    return holds ? True : False;
  }
}
