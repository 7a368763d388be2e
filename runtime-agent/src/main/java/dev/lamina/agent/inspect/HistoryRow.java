package dev.lamina.agent.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of `history`.
///
/// @param id the image ID in the newest row, `<missing>` in the others: what is below has no image
///   of its own here
/// @param size unpacked bytes of the layer this made, 0 where it made none
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryRow(
    @JsonProperty("Id") String id,
    @JsonProperty("Created") @Nullable Instant created,
    @JsonProperty("CreatedBy") String createdBy,
    @JsonProperty("Size") long size,
    @JsonProperty("Comment") String comment) {
  public static final String MISSING = "<missing>";
}
