package dev.lamina.agent;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A token that someone else renews: a kubelet rotates those of service accounts. It is read for
/// each request, which costs less than to find out when it changed.
record TokenFile(Path path) implements OAuthTokenProvider {
  @Override
  public String getToken() {
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "reading the token of the cluster: " + e, e);
    }
  }
}
