package dev.lamina.crds.payload;

import dev.lamina.crds.containerrun.CommitWhen;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image to make of a container that has ended.
///
/// @param push whether it is pushed to where its name says
/// @param pushSecret name of the Secret to push with; what it holds for the repository is sealed
///   under the id [RunOrder#PUSH_CREDENTIAL]
@ApiRecord
public record CommitOrder(
    String image,
    CommitWhen when,
    @Nullable String author,
    @Nullable String message,
    List<String> changes,
    boolean pause,
    boolean push,
    @Nullable String pushSecret) {
  public CommitOrder {
    changes = Absent.toEmpty(changes);
  }
}
