package dev.lamina.crds.generator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.image.Image;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagecopy.ImageCopy;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imageprune.ImagePrune;
import dev.lamina.crds.imageprunepolicy.ImagePrunePolicy;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagerecord.ImageRecord;
import dev.lamina.crds.nodeinventory.NodeInventory;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.registryconfig.RegistryConfig;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The CRDs of all kinds as YAML, by file name.
final class Crds {
  static final List<Class<? extends CustomResource<?, ?>>> KINDS =
      List.of(
          ImageBuild.class,
          ImagePull.class,
          ContainerRun.class,
          ImageNode.class,
          NodeInventory.class,
          Image.class,
          ImageRecord.class,
          ImageCopy.class,
          ImagePrune.class,
          ImagePrunePolicy.class,
          RegistryConfig.class,
          NodeTask.class);

  static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .build());

  private Crds() {}

  static Map<String, String> generate() {
    var files = new TreeMap<String, String>();
    for (var kind : KINDS) {
      files.put(HasMetadata.getFullResourceName(kind) + ".yaml", yaml(kind));
    }
    return files;
  }

  private static String yaml(Class<? extends CustomResource<?, ?>> kind) {
    try {
      var crd = (ObjectNode) YAML.readTree(generated(kind));
      new CrdCompletion(kind).complete(crd);
      return "# Generated from the records of module crds: change those, then run `make crds`.\n"
          + YAML.writeValueAsString(crd);
    } catch (IOException e) {
      throw new UncheckedIOException("generating the CRD of " + kind.getSimpleName(), e);
    }
  }

  private static String generated(Class<? extends CustomResource<?, ?>> kind) {
    var output = new Memory();
    new CRDGenerator()
        .customResourceClasses(kind)
        .forCRDVersions("v1")
        .withParallelGenerationEnabled(false)
        .withOutput(output)
        .detailedGenerate();
    return output.yaml();
  }

  /// What the generator writes, kept in memory.
  private static final class Memory implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    String yaml() {
      return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return bytes;
    }

    @Override
    public void close() {}
  }
}
