package dev.lamina.standalone.access;

/// Something a user wants to do; parts that do not apply are empty.
public record ResourceAction(
    String verb, String group, String resource, String subresource, String namespace, String name) {

  String qualifiedResource() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  /// In the words of a refusal.
  public String refusal(String user) {
    var scope =
        namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\"";
    return "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
        .formatted(user, verb, qualifiedResource(), group, scope);
  }
}
