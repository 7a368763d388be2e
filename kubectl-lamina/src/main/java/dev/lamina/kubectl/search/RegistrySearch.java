package dev.lamina.kubectl.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.kubectl.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds repositories by a word, and lists the tags of one.
public final class RegistrySearch {
  private static final URI HUB = URI.create("https://hub.docker.com");
  private static final String HUB_REGISTRY = "registry-1.docker.io";
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 50;
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:127\\.[0-9.]+|localhost)(?::[0-9]+)?");

  private final RegistryCalls calls;
  private final URI hub;

  /// Asks with a name and a password where some are wanted.
  ///
  /// @param basic both in base64
  public RegistrySearch(@Nullable String basic) {
    this(basic, HUB);
  }

  RegistrySearch(@Nullable String basic, URI hub) {
    this.calls = new RegistryCalls(basic);
    this.hub = hub;
  }

  /// Repositories of Docker Hub, in its order.
  ///
  /// @param limit how many at most
  public List<FoundRepository> hub(String word, int limit, Predicate<FoundRepository> isWanted) {
    var uri =
        URI.create(
            "%s/v2/search/repositories/?page_size=%d&query=%s".formatted(hub, PAGE, encoded(word)));
    return Json.elements(calls.get(uri).document().path("results")).stream()
        .map(RegistrySearch::found)
        .filter(isWanted)
        .limit(limit)
        .toList();
  }

  private static FoundRepository found(JsonNode result) {
    return new FoundRepository(
        result.path("repo_name").asText(),
        result.path("short_description").asText(""),
        result.path("star_count").asLong(),
        result.path("is_official").asBoolean(),
        result.path("is_automated").asBoolean());
  }

  /// Repositories of a registry whose name has the word.
  public List<FoundRepository> catalog(
      String host, String word, int limit, Predicate<FoundRepository> isWanted) {
    var wanted = word.toLowerCase(Locale.ROOT);
    return pages(base(host), "/v2/_catalog?n=1000", "repositories").stream()
        .filter(name -> name.contains(wanted))
        .map(name -> new FoundRepository(host + "/" + name, "", 0, false, false))
        .filter(isWanted)
        .limit(limit)
        .toList();
  }

  /// The tags of a repository.
  ///
  /// @param path below the host
  public List<String> tags(String host, String path, int limit) {
    var registry = host.equals("docker.io") ? HUB_REGISTRY : host;
    return pages(base(registry), "/v2/" + path + "/tags/list?n=1000", "tags").stream()
        .limit(limit)
        .toList();
  }

  /// A registry on this machine may be without TLS, as Docker has it.
  private static URI base(String host) {
    return URI.create((LOOPBACK.matcher(host).matches() ? "http://" : "https://") + host);
  }

  private List<String> pages(URI base, String path, String field) {
    var names = new ArrayList<String>();
    var next = base.resolve(path);
    for (var page = 0; page < MOST_PAGES; page++) {
      var answer = calls.get(next);
      names.addAll(Json.texts(answer.document().path(field)));
      var link = NEXT.matcher(answer.link().orElse(""));
      if (!link.find()) {
        break;
      }
      next = base.resolve(URI.create(link.group(1)).getRawPath() + query(link.group(1)));
    }
    return names;
  }

  private static String query(String link) {
    var query = URI.create(link).getRawQuery();
    return query == null ? "" : "?" + query;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
