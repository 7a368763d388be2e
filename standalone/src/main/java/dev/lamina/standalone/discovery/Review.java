package dev.lamina.standalone.discovery;

/// The kinds that are questions: posted, answered, never stored.
public enum Review {
  SelfSubjectAccessReview("authorization.k8s.io", "selfsubjectaccessreviews"),
  SelfSubjectRulesReview("authorization.k8s.io", "selfsubjectrulesreviews"),
  SelfSubjectReview("authentication.k8s.io", "selfsubjectreviews");

  public static final String VERSION = "v1";

  private final String group;
  private final String plural;

  Review(String group, String plural) {
    this.group = group;
    this.plural = plural;
  }

  public String group() {
    return group;
  }

  public String plural() {
    return plural;
  }

  public String apiVersion() {
    return group + "/" + VERSION;
  }
}
