package dev.lamina.agent.cli;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.BuildCall;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/// The value of `--secret`: `id=ID` and where it is, as `src=FILE` or `env=VARIABLE`; with neither,
/// the variable or the file of that name.
final class SecretOption {
  private SecretOption() {}

  static BuildCall.Secret parse(String text, Caller caller) {
    var environment = caller.environment();
    var fields = new HashMap<String, String>();
    for (var field : text.split(",", -1)) {
      var equals = field.indexOf('=');
      if (equals <= 0) {
        throw invalid(text, "want id=ID,src=FILE");
      }
      fields.put(field.substring(0, equals), field.substring(equals + 1));
    }
    var id = fields.remove("id");
    var type = fields.remove("type");
    var file = first(fields.remove("src"), fields.remove("source"));
    var variable = fields.remove("env");
    if (id == null || id.isEmpty() || !fields.isEmpty()) {
      throw invalid(text, fields.isEmpty() ? "want an id" : "unknown " + fields.keySet());
    }
    if ("env".equals(type) && variable == null) {
      variable = first(file, id);
      file = null;
    }
    if (variable == null && file == null) {
      variable = environment.containsKey(id) ? id : null;
      file = id;
    }
    if (variable == null) {
      return new BuildCall.Secret(id, caller.absolute(Path.of(file)), null);
    }
    var value = environment.get(variable);
    if (value == null) {
      throw invalid(text, "there is no variable " + variable);
    }
    return new BuildCall.Secret(id, null, value);
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }

  private static AgentException invalid(String text, String why) {
    return new AgentException(FailureReason.InvalidArgument, "--secret " + text + ": " + why);
  }
}
