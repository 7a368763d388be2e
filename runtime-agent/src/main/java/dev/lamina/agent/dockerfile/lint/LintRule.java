package dev.lamina.agent.dockerfile.lint;

/// The rules that are looked at.
public enum LintRule {
  StageNameCasing,
  FromAsCasing,
  NoEmptyContinuation,
  ConsistentInstructionCasing,
  DuplicateStageName,
  ReservedStageName,
  JSONArgsRecommended,
  MaintainerDeprecated,
  UndefinedArgInFrom,
  WorkdirRelativePath,
  UndefinedVar,
  MultipleInstructionsDisallowed,
  LegacyKeyValueFormat,
  RedundantTargetPlatform,
  SecretsUsedInArgOrEnv,
  FromPlatformFlagConstDisallowed,
  ExposeProtoCasing,
  ExposeInvalidFormat,
  UnpinnedBaseImage,
  AptListsNotRemoved,
  PackagesNotSorted;

  /// Whether it is a matter of taste, of which BuildKit says nothing.
  public boolean isPractice() {
    return compareTo(UnpinnedBaseImage) >= 0;
  }
}
