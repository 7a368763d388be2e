package dev.lamina.crds.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A list whose entries are told apart by one field: `x-kubernetes-list-type: map`.
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ListMap {
  /// The field that is unique in the list; it is always set, so it is a required one.
  String key();
}
