package dev.lamina.operator.inventory;

import java.util.List;

/// A complete name of an image, as nodes list it, in the parts that people see.
///
/// @param repository without `docker.io/`, `library/` and `localhost/`
/// @param tag `<none>` for a name that is a digest
public record ImageName(String repository, String tag) {
  /// What `docker images` shows where there is no name or no tag.
  public static final String NONE = "<none>";

  public static final ImageName UNNAMED = new ImageName(NONE, NONE);

  private static final String LOCAL = "localhost/";
  private static final String HUB = "docker.io/";
  private static final String OFFICIAL = "library/";

  /// Reads a complete name.
  public static ImageName of(String reference) {
    var at = reference.indexOf('@');
    var name = at < 0 ? reference : reference.substring(0, at);
    var colon = tagColon(name);
    var repository = colon < 0 ? name : name.substring(0, colon);
    return new ImageName(familiar(repository), colon < 0 ? NONE : name.substring(colon + 1));
  }

  /// The complete names that somebody may mean who writes `name`, the likeliest first: a name
  /// without a host is the tenant's own before it is Docker Hub's.
  public static List<String> candidates(String name) {
    var tagged = name.contains("@") || tagColon(name) >= 0 ? name : name + ":latest";
    var slash = tagged.indexOf('/');
    var first = slash < 0 ? "" : tagged.substring(0, slash);
    if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
      var isShortHub = first.equals("docker.io") && tagged.indexOf('/', slash + 1) < 0;
      return List.of(isShortHub ? HUB + OFFICIAL + tagged.substring(slash + 1) : tagged);
    }
    return List.of(LOCAL + tagged, HUB + (slash < 0 ? OFFICIAL : "") + tagged);
  }

  private static int tagColon(String name) {
    var colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? colon : -1;
  }

  private static String familiar(String repository) {
    if (repository.startsWith(LOCAL)) {
      return repository.substring(LOCAL.length());
    }
    if (!repository.startsWith(HUB)) {
      return repository;
    }
    var path = repository.substring(HUB.length());
    return path.startsWith(OFFICIAL) ? path.substring(OFFICIAL.length()) : path;
  }
}
