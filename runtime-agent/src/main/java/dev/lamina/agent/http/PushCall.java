package dev.lamina.agent.http;

import org.jspecify.annotations.Nullable;

/// `POST /v1/images/push`: the options of `push`. Progress comes as [PushEvent].
///
/// @param destination absent = where the image's name says
/// @param platform what the image has to be for; absent = any
/// @param ca path of a PEM file
/// @param authFile path of a Docker `config.json`; not together with a user name
/// @param maxLayerBytes refuses an image with a larger layer; absent = any size
public record PushCall(
    String reference,
    @Nullable String destination,
    @Nullable String platform,
    boolean plainHttp,
    @Nullable String ca,
    @Nullable String username,
    @Nullable String password,
    @Nullable String authFile,
    @Nullable Long maxLayerBytes) {
  public static PushCall of(
      String reference,
      @Nullable String destination,
      @Nullable String platform,
      RegistryCall registry,
      @Nullable Long maxLayerBytes) {
    return new PushCall(
        reference,
        destination,
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
    return "PushCall[" + reference + ", " + destination + ", " + registry() + "]";
  }
}
