package dev.lamina.agent.build;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.transfer.pull.ImageNeed;
import dev.lamina.agent.transfer.pull.ImageSupply;
import dev.lamina.agent.transfer.pull.PullProgress;
import org.jspecify.annotations.Nullable;

/// The images that one build needs; a pull is a step of the build.
record BaseSupply(ImageSupply images, BuildRequest request, BuildProgress progress) {
  Tenant tenant() {
    return request.tenant();
  }

  /// @throws AgentException as [ImageSupply#obtain]
  StoredImage obtain(String name) {
    var policy = request.execution().bases();
    var need = ImageNeed.ofBuild(request.tenant(), name, policy.pull(), policy.access());
    var pull = new PullStep(name);
    try {
      var image = images.obtain(need, pull);
      pull.finish();
      return image;
    } catch (AgentException e) {
      pull.fail(e);
      throw e;
    }
  }

  /// Begins when it is known what is pulled, so that an image of the store is no step.
  private final class PullStep implements PullProgress {
    private final String name;
    private BuildProgress.@Nullable Step step;

    private PullStep(String name) {
      this.name = name;
    }

    @Override
    public void resolved(Digest target) {
      step = progress.start("[internal] pull " + name);
      step.log(false, "resolved " + target);
    }

    @Override
    public void layer(LayerProgress layer) {
      var started = step;
      if (started != null && layer.state() == State.PULLED) {
        started.log(false, layer.layer().shortHex() + ": Pull complete");
      }
    }

    private void finish() {
      if (step != null) {
        step.finish();
      }
    }

    private void fail(AgentException failure) {
      if (step != null) {
        step.fail(failure);
      }
    }
  }
}
