package dev.lamina.agent.build;

import dev.lamina.agent.build.copy.ContentDigest;
import dev.lamina.agent.build.copy.SourceTree;
import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.plan.Origin;
import dev.lamina.agent.build.plan.RunMount;
import dev.lamina.agent.build.plan.Vertex;
import dev.lamina.agent.image.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Gives the filesystem of a vertex: from the cache if a step of the same key has been executed, or
/// by executing it. Two steps of one key are executed once.
final class StepExecutor implements VertexExecutor {
  private final LayerCache all;
  private final Set<Vertex> fresh;
  private final StepWorkshop workshop;
  private final Contexts contexts;
  private final RemoteFiles remote;
  private final Map<Digest, ReentrantLock> locks = new ConcurrentHashMap<>();

  /// @param fresh steps that are executed even if an earlier build has their results
  StepExecutor(
      LayerCache cache,
      Set<Vertex> fresh,
      StepWorkshop workshop,
      Contexts contexts,
      RemoteFiles remote) {
    this.all = cache;
    this.fresh = Set.copyOf(fresh);
    this.workshop = workshop;
    this.contexts = contexts;
    this.remote = remote;
  }

  @Override
  public Result execute(
      Vertex vertex, LayerStack parent, List<LayerStack> inputs, BuildProgress.Step step)
      throws IOException, InterruptedException {
    var chain = parent.chainId();
    var cache = fresh.contains(vertex) ? all.ofThisBuildOnly() : all;
    return switch (vertex.op()) {
      case Op.Source(var image) -> Result.unchanged(image.layers());
      case Op.Run run -> run(cache, run, parent, inputs, vertex, step);
      case Op.MakeDirectory directory ->
          once(
              cache,
              CacheKey.of(directory, chain),
              parent,
              () -> workshop.makeDirectory(directory, chain));
      case Op.Copy copy ->
          switch (copy.origin()) {
            case Origin.Context(var name) -> copyFrom(cache, contexts.tree(name), copy, parent);
            case Origin.Input(var index) -> copyFromInput(cache, copy, parent, inputs.get(index));
            case Origin.Nothing nothing -> copyFromInput(cache, copy, parent, LayerStack.EMPTY);
          };
    };
  }

  /// Looks under the names of what its mounts show first, which costs nothing; only then by the
  /// content of the parts that they do show.
  private Result run(
      LayerCache cache,
      Op.Run run,
      LayerStack parent,
      List<LayerStack> inputs,
      Vertex vertex,
      BuildProgress.Step step)
      throws IOException, InterruptedException {
    var chain = parent.chainId();
    var key = CacheKey.of(run, chain, CacheKey.names(run, inputs));
    if (run.mounts().stream().noneMatch(RunMount.Bind.class::isInstance)) {
      return once(cache, key, parent, () -> workshop.run(run, chain, inputs, vertex, step));
    }
    var known = cache.find(key, chain);
    if (known.isPresent()) {
      return new Result(parent.with(known.get()), known.get(), true);
    }
    var byContent = CacheKey.of(run, chain, workshop.contentOfMounts(run, inputs));
    var result =
        once(cache, byContent, parent, () -> workshop.run(run, chain, inputs, vertex, step));
    if (result.made() != null) {
      cache.put(key, chain, result.made());
    }
    return result;
  }

  private Result copyFrom(LayerCache cache, SourceTree tree, Op.Copy copy, LayerStack parent)
      throws IOException, InterruptedException {
    try (var selection = new FileSelection(remote, copy)) {
      var files = selection.select(tree);
      var content = new ArrayList<Digest>();
      for (var set : files) {
        content.add(ContentDigest.of(set.tree(), set.sources()));
      }
      var key = CacheKey.ofContent(copy, parent.chainId(), content);
      return once(cache, key, parent, () -> workshop.copy(copy, files, parent.chainId()));
    }
  }

  /// Looks under the name of the whole input first, which costs nothing; only then by what is
  /// copied from it.
  private Result copyFromInput(LayerCache cache, Op.Copy copy, LayerStack parent, LayerStack input)
      throws IOException, InterruptedException {
    var chain = parent.chainId();
    var key = CacheKey.ofInput(copy, chain, input.chainId());
    var known = cache.find(key, chain);
    if (known.isPresent()) {
      return new Result(parent.with(known.get()), known.get(), true);
    }
    try (var view = workshop.view(input.chainId());
        var tree = SourceTree.filesystem(view.path())) {
      var result = copyFrom(cache, tree, copy, parent);
      if (result.made() != null) {
        cache.put(key, chain, result.made());
      }
      return result;
    }
  }

  @FunctionalInterface
  private interface Work {
    Layer make() throws IOException, InterruptedException;
  }

  private Result once(LayerCache cache, Digest key, LayerStack parent, Work work)
      throws IOException, InterruptedException {
    var lock = locks.computeIfAbsent(key, _ -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      var chain = parent.chainId();
      var known = cache.find(key, chain);
      if (known.isPresent()) {
        return new Result(parent.with(known.get()), known.get(), true);
      }
      var made = work.make();
      cache.put(key, chain, made);
      return new Result(parent.with(made), made, false);
    } finally {
      lock.unlock();
    }
  }
}
