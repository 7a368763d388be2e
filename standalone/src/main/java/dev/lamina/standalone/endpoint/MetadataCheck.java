package dev.lamina.standalone.endpoint;

import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.schema.FieldError;
import dev.lamina.standalone.schema.FieldPath;
import java.util.ArrayList;
import java.util.List;

/// What the metadata of every kind has to obey.
final class MetadataCheck {
  private static final FieldPath METADATA = FieldPath.ROOT.field("metadata");
  private static final int MAX_NAME = 253;
  private static final int MAX_NAMESPACE_NAME = 63;
  private static final int MAX_LABEL = 63;
  private static final String LABEL_PART = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL_PART + "(\\." + LABEL_PART + ")*";
  private static final Pattern DNS_LABEL = Pattern.compile(LABEL_PART);
  private static final Pattern DNS_SUBDOMAIN = Pattern.compile(SUBDOMAIN);
  private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final Pattern QUALIFIED_NAME =
      Pattern.compile("(" + SUBDOMAIN + "/)?" + QUALIFIED);
  private static final Pattern LABEL_VALUE = Pattern.compile("(" + QUALIFIED + ")?");

  private final List<FieldError> errors = new ArrayList<>();

  private MetadataCheck() {}

  static List<FieldError> check(KubeObject object, ResourceType type) {
    var check = new MetadataCheck();
    check.checkName(object.name(), type);
    object.labels().forEach(check::checkLabel);
    return check.errors;
  }

  private void checkName(String name, ResourceType type) {
    var path = METADATA.field("name");
    if (name.isEmpty()) {
      errors.add(FieldError.required(path, "name or generateName is required"));
    } else if (type.id().equals("namespaces")) {
      checkDnsLabel(path, name);
    } else if (name.length() > MAX_NAME || !DNS_SUBDOMAIN.matches(name)) {
      invalid(
          path,
          name,
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and must start and end with an alphanumeric character (e.g."
              + " 'example.com', regex used for validation is '"
              + SUBDOMAIN
              + "')");
    }
  }

  private void checkDnsLabel(FieldPath path, String name) {
    if (name.length() > MAX_NAMESPACE_NAME || !DNS_LABEL.matches(name)) {
      invalid(
          path,
          name,
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
              + " and must start and end with an alphanumeric character (e.g. 'my-name',  or"
              + " '123-abc', regex used for validation is '"
              + LABEL_PART
              + "')");
    }
  }

  private void checkLabel(String key, String value) {
    var path = METADATA.field("labels");
    if (!QUALIFIED_NAME.matches(key)) {
      invalid(
          path,
          key,
          "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and"
              + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc',"
              + " regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
    }
    if (value.length() > MAX_LABEL || !LABEL_VALUE.matches(value)) {
      invalid(
          path,
          value,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
              + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
              + " 'my_value',  or '12345', regex used for validation is"
              + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
    }
  }

  private void invalid(FieldPath path, String value, String why) {
    errors.add(FieldError.invalid(path, TextNode.valueOf(value), why));
  }
}
