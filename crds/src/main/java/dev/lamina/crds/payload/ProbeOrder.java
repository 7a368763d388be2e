package dev.lamina.crds.payload;

import dev.lamina.crds.imagebuild.BaseImage;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Look only: what the sources of a build are now. Nothing is built, named or pushed.
///
/// `bases` are the images to look for, with the digests they had; `commit` is that of the git
/// source, where that is looked at. The report tells what they are now.
@ApiRecord
public record ProbeOrder(List<BaseImage> bases, @Nullable String commit) {
  public ProbeOrder {
    bases = Absent.toEmpty(bases);
  }
}
