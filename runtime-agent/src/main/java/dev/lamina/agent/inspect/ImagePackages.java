package dev.lamina.agent.inspect;

import dev.lamina.agent.inspect.packages.BillOfMaterials;
import dev.lamina.agent.inspect.packages.BillOfMaterials.Subject;
import dev.lamina.agent.inspect.packages.PackageDatabases;
import dev.lamina.agent.inspect.packages.PackageList;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.Tenant;
import java.time.Clock;
import java.util.Map;

/// The packages that are installed in an image.
public final class ImagePackages {
  private final ImageCatalog catalog;
  private final ImageViews views;
  private final Clock clock;

  public ImagePackages(ImageCatalog catalog, ImageViews views, Clock clock) {
    this.catalog = catalog;
    this.views = views;
    this.clock = clock;
  }

  /// Reads the package databases of the image people mean by `name`.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `ImageNotFound`, `StoreFailed`
  public PackageList run(Tenant tenant, String name) {
    return views.look(tenant, name, PackageDatabases::read);
  }

  /// The same as a document for other tools, `cyclonedx-json` or `spdx-json`.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `ImageNotFound`, `StoreFailed`,
  ///   `InvalidArgument` for another form
  public Map<String, Object> bill(Tenant tenant, String name, String form) {
    var bill = BillOfMaterials.named(form);
    var digest = catalog.get(tenant, name).stored().digest().toString();
    return bill.of(new Subject(name, digest), run(tenant, name), clock.instant());
  }
}
