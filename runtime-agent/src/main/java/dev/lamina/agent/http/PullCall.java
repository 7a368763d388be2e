package dev.lamina.agent.http;

import org.jspecify.annotations.Nullable;

/// `POST /v1/images/pull`: the options of `pull`. Progress comes as [PullEvent].
///
/// @param platform absent = that of this machine
/// @param ca path of a PEM file
/// @param authFile path of a Docker `config.json`; not together with a user name
/// @param maxLayerBytes absent = as the node is configured
public record PullCall(
    String reference,
    @Nullable String platform,
    boolean plainHttp,
    @Nullable String ca,
    @Nullable String username,
    @Nullable String password,
    @Nullable String authFile,
    @Nullable Long maxLayerBytes) {
  public static PullCall of(
      String reference,
      @Nullable String platform,
      RegistryCall registry,
      @Nullable Long maxLayerBytes) {
    return new PullCall(
        reference,
        platform,
        registry.plainHttp(),
        registry.ca(),
        registry.username(),
        registry.password(),
        registry.authFile(),
        maxLayerBytes);
  }

  RegistryCall registry() {
    return new RegistryCall(plainHttp, ca, username, password, authFile);
  }

  /// Secrets do not belong into logs.
  @Override
  public String toString() {
    return "PullCall[" + reference + ", " + registry() + "]";
  }
}
