package dev.lamina.agent.task;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.PullArguments;
import org.jspecify.annotations.Nullable;

/// Pull assignments for tests.
final class Pulls {
  static final String IMAGE = "registry.test/team/web:1";
  static final String OWNER = "team-a/web";
  static final Assignment PULL = of("p-1", OWNER, null);

  private Pulls() {}

  static Assignment of(String id, String owner, @Nullable Integer parallel) {
    return with(id, owner, null, arguments(false, parallel), null, null, null, false);
  }

  static Assignment cancelled(String id) {
    return with(id, OWNER, null, arguments(false, null), null, null, null, true);
  }

  static Assignment announcing(String id) {
    return with(id, OWNER, null, arguments(true, null), null, null, null, false);
  }

  static Assignment ofDigest(String id, String digest) {
    return with(id, OWNER, digest, arguments(false, null), null, null, null, false);
  }

  /// As a large fleet is asked.
  static Assignment quiet(String id) {
    var loud = of(id, Orders.NAMESPACE + "/fleet", 2);
    return new Assignment(
        id,
        loud.op(),
        loud.tenant(),
        loud.image(),
        null,
        null,
        false,
        null,
        loud.pull(),
        null,
        loud.owner(),
        null,
        null,
        null,
        null,
        null,
        false,
        false,
        true);
  }

  static Assignment withAttempts(String id, int attempts) {
    return with(id, OWNER, null, arguments(false, null), attempts, null, null, false);
  }

  static Assignment withTimeout(String id, int seconds) {
    return with(id, OWNER, null, arguments(false, null), null, seconds, null, false);
  }

  static Assignment withCredential(String id, String owner, String credential) {
    return with(id, owner, null, arguments(false, null), null, null, credential, false);
  }

  private static PullArguments arguments(boolean announce, @Nullable Integer parallel) {
    return new PullArguments(null, false, announce, false, parallel, null, null);
  }

  private static Assignment with(
      String id,
      String owner,
      @Nullable String digest,
      PullArguments arguments,
      @Nullable Integer attempts,
      @Nullable Integer timeoutSeconds,
      @Nullable String credential,
      boolean cancel) {
    return new Assignment(
        id,
        Operation.Pull,
        Orders.NAMESPACE,
        IMAGE,
        digest,
        null,
        false,
        null,
        arguments,
        null,
        owner,
        null,
        attempts,
        timeoutSeconds,
        null,
        credential,
        cancel,
        false,
        false);
  }
}
