package dev.lamina.agent.content;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.DiskFailure;
import dev.lamina.agent.linux.Durability;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A [ContentStore] in a directory. One process at a time may use it, which the lock of the state
/// directory sees to.
public final class FileContentStore implements ContentStore {
  private static final Logger LOG = LoggerFactory.getLogger(FileContentStore.class);

  private final ContentLayout layout;
  private final Clock clock;

  /// Names of the ingests that somebody works on.
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  /// Opens the store at `root`, creating what is missing.
  public FileContentStore(Path root, Clock clock) {
    this.layout = new ContentLayout(root);
    this.clock = clock;
    ContentLayout.ALGORITHMS.forEach(algorithm -> createPrivate(layout.blobs(algorithm)));
    createPrivate(layout.ingests());
  }

  @Override
  public Optional<BlobStat> stat(Digest digest) {
    try (var blobs = Directory.open(layout.blobs(digest))) {
      return blobs.find(digest.hex()).map(stat -> blobStat(digest, stat));
    } catch (LinuxException e) {
      throw DiskFailure.of("looking up blob " + digest, e);
    }
  }

  @Override
  public InputStream open(Digest digest) {
    try (var blobs = Directory.open(layout.blobs(digest))) {
      return blobs.openFile(digest.hex()).inputStream();
    } catch (LinuxException e) {
      throw e.isNotFound() ? notFound(digest) : DiskFailure.of("opening blob " + digest, e);
    }
  }

  @Override
  public byte[] read(Digest digest, int limit) {
    try (var in = open(digest)) {
      var bytes = in.readNBytes(limit);
      if (bytes.length == limit && in.read() >= 0) {
        throw new AgentException(
            FailureReason.LimitExceeded, "blob " + digest + " has more than " + limit + " bytes");
      }
      return checked(digest, bytes);
    } catch (IOException e) {
      throw DiskFailure.of("reading blob " + digest, e);
    }
  }

  @Override
  public Ingest ingest(String key, @Nullable Digest expected) {
    var name = ContentLayout.ingestName(key);
    if (!busy.add(name)) {
      throw new AgentException(
          FailureReason.AlreadyExists, "ingest '" + key + "' is being written already");
    }
    try {
      var files = IngestFiles.open(layout, key, expected);
      return new FileIngest(files, expected, clock, () -> busy.remove(name));
    } catch (IOException | RuntimeException e) {
      busy.remove(name);
      throw e instanceof IOException io
          ? DiskFailure.of("starting ingest '" + key + "'", io)
          : (RuntimeException) e;
    }
  }

  @Override
  public void commit(List<Ingest> sealed) {
    var ingests = sealed.stream().map(FileIngest.class::cast).toList();
    try {
      Durability.syncFileSystem(layout.ingests());
      var algorithms = new HashSet<String>();
      for (var ingest : ingests) {
        algorithms.add(ingest.publish().algorithm());
      }
      for (var algorithm : algorithms) {
        Durability.syncDirectory(layout.blobs(algorithm));
      }
      LOG.debug("{} blobs committed", ingests.size());
    } catch (LinuxException e) {
      throw DiskFailure.of("committing " + sealed.size() + " blobs", e);
    } finally {
      ingests.forEach(FileIngest::abort);
    }
  }

  @Override
  public BlobStat put(byte[] bytes) {
    var digest = Digest.sha256(bytes);
    var present = stat(digest);
    if (present.isPresent()) {
      return present.get();
    }
    var key = "put-" + digest + "-" + Thread.currentThread().threadId();
    try (var ingest = ingestAfresh(key, null)) {
      ingest.write(bytes);
      return ingest.commit(digest, bytes.length);
    } catch (IOException e) {
      throw DiskFailure.of("storing blob " + digest, e);
    }
  }

  @Override
  public List<BlobStat> list() {
    var blobs = new ArrayList<BlobStat>();
    for (var algorithm : ContentLayout.ALGORITHMS) {
      list(algorithm, blobs);
    }
    return List.copyOf(blobs);
  }

  @Override
  public void delete(Digest digest) {
    try (var blobs = Directory.open(layout.blobs(digest))) {
      blobs.removeFile(digest.hex());
      LOG.info("blob {} deleted", digest);
    } catch (LinuxException e) {
      if (!e.isNotFound()) {
        throw DiskFailure.of("deleting blob " + digest, e);
      }
    }
  }

  @Override
  public int discardIngests(Instant before) {
    var discarded = 0;
    try (var ingests = Directory.open(layout.ingests())) {
      for (var entry : ingests.entries()) {
        discarded += discardIngest(ingests, entry.name(), before) ? 1 : 0;
      }
    } catch (LinuxException e) {
      throw DiskFailure.of("discarding ingests", e);
    }
    return discarded;
  }

  private void list(String algorithm, List<BlobStat> into) {
    try (var blobs = Directory.open(layout.blobs(algorithm))) {
      for (var entry : blobs.entries()) {
        if (Digest.isDigest(algorithm + ":" + entry.name())) {
          var digest = new Digest(algorithm, entry.name());
          blobs.find(entry.name()).ifPresent(stat -> into.add(blobStat(digest, stat)));
        }
      }
    } catch (LinuxException e) {
      throw DiskFailure.of("listing blobs", e);
    }
  }

  private boolean discardIngest(Directory ingests, String name, Instant before)
      throws LinuxException {
    if (!busy.add(name)) {
      return false;
    }
    try {
      var isStale = isOlder(ingests, name, before);
      if (isStale) {
        ingests.removeTree(name);
      }
      return isStale;
    } finally {
      busy.remove(name);
    }
  }

  /// An ingest is as old as the last byte written to it.
  private static boolean isOlder(Directory ingests, String name, Instant before)
      throws LinuxException {
    try (var ingest = ingests.openDirectory(name)) {
      var data = ingest.find(ContentLayout.DATA);
      var stat = data.isPresent() ? data.get() : ingest.inode().stat();
      return stat.modified().isBefore(before);
    }
  }

  private static byte[] checked(Digest digest, byte[] bytes) {
    var computed = digest.newComputation().digest(bytes);
    if (!digest.matches(computed)) {
      throw new AgentException(
          FailureReason.DigestMismatch, "blob " + digest + " was changed on disk");
    }
    return bytes;
  }

  private static BlobStat blobStat(Digest digest, FileStat stat) {
    return new BlobStat(digest, stat.size(), stat.modified());
  }

  private static AgentException notFound(Digest digest) {
    return new AgentException(FailureReason.NotFound, "no blob " + digest + " in the store");
  }

  private static void createPrivate(Path directory) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw DiskFailure.of("creating " + directory, e);
    }
  }
}
