package dev.lamina.agent;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The configuration file of an agent: JSON, with comments if one likes.
///
/// It is `--config FILE`, or the file that `LAMINA_CONFIG` names, or `/etc/lamina/agent.json` where
/// there is one. Whatever is wrong with it keeps the agent from starting.
final class SettingsFile {
  static final Path DEFAULT = Path.of("/etc/lamina/agent.json");

  private static final String VARIABLE = "LAMINA_CONFIG";
  private static final int LIMIT = 1 << 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.ALLOW_COMMENTS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private SettingsFile() {}

  /// Reads and checks the configuration; the defaults where there is no file.
  ///
  /// @param file absent = as the environment says
  /// @throws AgentException `InvalidArgument` naming the file and the field
  static Settings load(@Nullable Path file, Map<String, String> environment) {
    var named = environment.getOrDefault(VARIABLE, "");
    if (file != null) {
      return read(file);
    }
    if (!named.isEmpty()) {
      return read(Path.of(named));
    }
    return Files.exists(DEFAULT) ? read(DEFAULT) : Settings.DEFAULT;
  }

  private static Settings read(Path file) {
    try {
      return parse(file);
    } catch (AgentException e) {
      throw new AgentException(e.reason(), "configuration " + file + ": " + e.getMessage(), e);
    }
  }

  private static Settings parse(Path file) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw invalid("it is larger than " + LIMIT + " bytes", null);
      }
      return MAPPER.readValue(bytes, Settings.class);
    } catch (UnrecognizedPropertyException e) {
      throw invalid("unknown field " + field(e) + place(e), e);
    } catch (JsonMappingException e) {
      throw e.getCause() instanceof AgentException known
          ? new AgentException(known.reason(), field(e) + ": " + known.getMessage(), known)
          : invalid(field(e) + place(e) + ": " + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw invalid("not JSON" + place(e) + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw invalid(e.toString(), e);
    }
  }

  /// `limits.layerBytes`, `registries[1].ca`.
  private static String field(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(step ->
            step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static String place(JsonProcessingException failure) {
    var location = failure.getLocation();
    return location == null ? "" : " in line " + location.getLineNr();
  }

  private static AgentException invalid(String why, @Nullable Throwable cause) {
    return new AgentException(FailureReason.InvalidArgument, why, cause);
  }
}
