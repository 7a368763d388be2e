package dev.lamina.agent.dockerfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An instruction of a stage. Values are as written until [StageScope#expand] has expanded them.
public sealed interface Instruction extends Statement {

  /// COPY.
  ///
  /// @param from stage name, stage index, image or named context; null for the build context
  record Copy(Location location, CopySpec spec, @Nullable String from, boolean parents)
      implements Instruction {}

  /// ADD.
  ///
  /// @param unpack null when the flag was not given: local archives are unpacked, remote not
  record Add(
      Location location,
      CopySpec spec,
      String checksum,
      @Nullable Boolean keepGitDirectory,
      @Nullable Boolean unpack)
      implements Instruction {}

  /// RUN.
  ///
  /// @param mounts the values of `--mount`, see [StageScope#mounts]
  /// @param network null when the flag was not given
  record Run(
      Location location,
      CommandLine command,
      List<String> mounts,
      @Nullable String network,
      @Nullable String security,
      List<String> devices)
      implements Instruction {
    public Run {
      mounts = List.copyOf(mounts);
      devices = List.copyOf(devices);
    }
  }

  record Cmd(Location location, CommandLine command) implements Instruction {}

  record Entrypoint(Location location, CommandLine command) implements Instruction {}

  record Shell(Location location, List<String> words) implements Instruction {
    public Shell {
      words = List.copyOf(words);
    }
  }

  record Env(Location location, List<KeyValue> variables) implements Instruction {
    public Env {
      variables = List.copyOf(variables);
    }
  }

  record Label(Location location, List<KeyValue> labels) implements Instruction {
    public Label {
      labels = List.copyOf(labels);
    }
  }

  record Arg(Location location, List<ArgDefinition> definitions) implements Instruction {
    public Arg {
      definitions = List.copyOf(definitions);
    }
  }

  record Workdir(Location location, String path) implements Instruction {}

  record User(Location location, String user) implements Instruction {}

  /// EXPOSE.
  ///
  /// @param ports as written, in alphabetical order; see [ExposedPorts]
  record Expose(Location location, List<String> ports) implements Instruction {
    public Expose {
      ports = List.copyOf(ports);
    }
  }

  record Volume(Location location, List<String> paths) implements Instruction {
    public Volume {
      paths = List.copyOf(paths);
    }
  }

  record StopSignal(Location location, String signal) implements Instruction {}

  record Maintainer(Location location, String name) implements Instruction {}

  record HealthCheck(Location location, HealthCheckSpec spec) implements Instruction {}

  /// ONBUILD.
  ///
  /// @param trigger the text after ONBUILD, verbatim, with here-documents
  record OnBuild(Location location, String trigger) implements Instruction {}
}
