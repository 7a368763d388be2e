package dev.lamina.standalone.storage;

import dev.lamina.standalone.resource.ObjectKey;

/// Keys as text, in the order in which lists are answered: `resource/namespace/name`.
final class StoredKey {
  private StoredKey() {}

  static String of(ObjectKey key) {
    return key.resource() + "/" + key.namespace() + "/" + key.name();
  }

  static String prefix(String resource, String namespace) {
    return resource + "/" + (namespace.isEmpty() ? "" : namespace + "/");
  }

  static String resource(String key) {
    return key.substring(0, key.indexOf('/'));
  }

  /// A key beyond every object of a resource: `0` is the character after `/`.
  static String after(String resource) {
    return resource + "0";
  }
}
