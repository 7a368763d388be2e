package dev.lamina.agent.build;

import dev.lamina.agent.build.copy.SourceSelection;
import dev.lamina.agent.build.copy.SourceTree;
import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.dockerfile.PathPatterns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Finds the files of a copy: in the tree it reads from, and from elsewhere. Closing lets go of
/// what was fetched.
final class FileSelection implements AutoCloseable {
  private final RemoteFiles remote;
  private final Op.Copy copy;
  private final PathPatterns excludes;
  private final List<SourceTree> fetched = new ArrayList<>();
  private final List<FileSet> sets = new ArrayList<>();

  FileSelection(RemoteFiles remote, Op.Copy copy) {
    this.remote = remote;
    this.copy = copy;
    this.excludes = PathPatterns.compile(copy.traits().excludes());
  }

  /// Finds everything.
  ///
  /// @param tree what local sources are in
  List<FileSet> select(SourceTree tree) throws IOException {
    for (var source : copy.sources()) {
      sets.add(select(tree, source));
    }
    return List.copyOf(sets);
  }

  private FileSet select(SourceTree tree, Op.CopySource source) throws IOException {
    return switch (source) {
      case Op.CopySource.Local(var path) ->
          new FileSet(
              tree,
              copy.traits().parents()
                  ? SourceSelection.selectWithParents(tree, path, excludes)
                  : SourceSelection.select(tree, path, excludes),
              copy.traits().unpacksLocal());
      case Op.CopySource.Url url -> {
        var files = open(SourceTree.fetched(remote.fetch(url)));
        yield new FileSet(
            files,
            List.of(SourceSelection.named(files, url.name())),
            copy.traits().unpacksRemote());
      }
      case Op.CopySource.Git git -> {
        var files = open(SourceTree.fetched(remote.fetch(git)));
        yield new FileSet(files, SourceSelection.select(files, "/", excludes), false);
      }
    };
  }

  private SourceTree open(SourceTree tree) {
    fetched.add(tree);
    return tree;
  }

  @Override
  public void close() {
    fetched.forEach(SourceTree::close);
  }
}
