package dev.lamina.operator.imagebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.crds.imagebuild.GitSource;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.SealedNames;
import dev.lamina.crds.sealing.Sealer;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.operator.credentials.NamedSecrets;
import dev.lamina.operator.credentials.PullSecrets;
import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import dev.lamina.operator.imagebuild.BuildDecision.AwaitInput;
import dev.lamina.operator.imagebuild.BuildDecision.Start;
import dev.lamina.operator.nodes.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Seals what a build needs of Secrets to the node it starts on. Secrets are read when a build
/// starts and at no other time.
public record BuildCredentials(PullSecrets registries, NamedSecrets secrets, Members members) {
  /// What the ciphertext of a [SealedValue] has room for.
  private static final int MOST_BYTES = 48 * 1024;

  private static final String BASIC_AUTH = "kubernetes.io/basic-auth";

  /// The same decision, with what a start needs; or that it has to wait for it.
  BuildDecision complete(ImageBuild build, BuildDecision decision) {
    if (!(decision instanceof Start start) || !wantsSecrets(start.order())) {
      return decision;
    }
    var key = sealingKey(start.node());
    if (key.isEmpty()) {
      return new AwaitInput(
          "NoSealingKey", "the agent of %s has not said its key yet".formatted(start.node()));
    }
    try {
      return start.with(new Sealing(build, start, key.get()).all());
    } catch (UnusableSecretException e) {
      return new AwaitInput(e.reason(), String.valueOf(e.getMessage()));
    }
  }

  private static boolean wantsSecrets(BuildOrder order) {
    return !order.secrets().isEmpty()
        || !order.pullSecrets().isEmpty()
        || order.output().pushSecret() != null
        || hasSecret(order.git())
        || order.contexts().stream().anyMatch(context -> hasSecret(context.git()));
  }

  private static boolean hasSecret(@Nullable GitSource git) {
    return git != null && git.secretRef() != null;
  }

  private Optional<String> sealingKey(String node) {
    return members
        .imageNode(node)
        .map(imageNode -> imageNode.getStatus())
        .map(ImageNodeStatus::agent)
        .map(agent -> agent.sealingKey());
  }

  /// The values of one start.
  private final class Sealing {
    private final ImageBuild build;
    private final BuildOrder order;
    private final String key;
    private final SealingContext context;
    private final List<SealedValue> sealed = new ArrayList<>();

    Sealing(ImageBuild build, Start start, String key) {
      this.build = build;
      this.order = start.order();
      this.key = key;
      context = new SealingContext(order.tenant() + "/" + order.owner(), start.node());
    }

    List<SealedValue> all() {
      for (var i = 0; i < order.secrets().size(); i++) {
        var secret = order.secrets().get(i);
        seal(SealedNames.secret(i), secret.secretName(), value(secret.secretName(), secret.key()));
      }
      git(SealedNames.SOURCE, order.git());
      for (var i = 0; i < order.contexts().size(); i++) {
        git(SealedNames.context(i), order.contexts().get(i).git());
      }
      registry(SealedNames.PULL, order.pullSecrets());
      Optional.ofNullable(order.output().pushSecret())
          .ifPresent(name -> registry(SealedNames.PUSH, List.of(name)));
      return List.copyOf(sealed);
    }

    private byte[] value(String name, String key) {
      var value = secrets.read(order.tenant(), name).values().get(key);
      if (value == null) {
        throw UnusableSecretException.unfit(name, "has no key " + key);
      }
      return value;
    }

    private void git(String id, @Nullable GitSource git) {
      if (git == null || git.secretRef() == null) {
        return;
      }
      var name = git.secretRef().name();
      var content = secrets.read(order.tenant(), name);
      var password = content.values().get("password");
      if (!content.type().equals(BASIC_AUTH) || password == null) {
        throw UnusableSecretException.unfit(
            name, "is not of type " + BASIC_AUTH + " with a password: git is spoken over https");
      }
      var user = content.values().getOrDefault("username", new byte[0]);
      var pair = new String(user, UTF_8) + "\n" + new String(password, UTF_8);
      seal(id, name, pair.getBytes(UTF_8));
    }

    private void registry(String prefix, List<ObjectName> names) {
      if (!names.isEmpty()) {
        sealed.addAll(registries.read(build, names).sealAll(prefix, key, context));
      }
    }

    private void seal(String id, String name, byte[] value) {
      if (value.length > MOST_BYTES) {
        throw UnusableSecretException.unfit(
            name, "has a value of %d bytes: at most %d".formatted(value.length, MOST_BYTES));
      }
      sealed.add(Sealer.to(key).seal(id, value, context));
    }
  }
}
