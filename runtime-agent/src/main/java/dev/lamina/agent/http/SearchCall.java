package dev.lamina.agent.http;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `POST /v1/search`: the options of `search`. Answers with a list of repositories.
///
/// @param filters `is-official=true`, `is-automated=true`, `stars=N`
/// @param limit how many at most, 1 to 100; absent = 25
/// @param ca path of a PEM file
/// @param authFile path of a Docker `config.json`; not together with a user name
public record SearchCall(
    String term,
    List<String> filters,
    @Nullable Integer limit,
    boolean plainHttp,
    @Nullable String ca,
    @Nullable String username,
    @Nullable String password,
    @Nullable String authFile) {
  public SearchCall {
    filters = List.copyOf(Objects.requireNonNullElse(filters, List.of()));
  }

  public static SearchCall of(
      String term, List<String> filters, @Nullable Integer limit, RegistryCall registry) {
    return new SearchCall(
        term,
        filters,
        limit,
        registry.plainHttp(),
        registry.ca(),
        registry.username(),
        registry.password(),
        registry.authFile());
  }

  RegistryCall registry() {
    return new RegistryCall(plainHttp, ca, username, password, authFile);
  }

  /// Secrets do not belong into logs.
  @Override
  public String toString() {
    return "SearchCall[" + term + ", " + registry() + "]";
  }
}
