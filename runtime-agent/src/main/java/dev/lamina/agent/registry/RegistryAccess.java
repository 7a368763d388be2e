package dev.lamina.agent.registry;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How one caller may speak to a registry, beside what the administrator configured.
///
/// @param credentials looked up by host and repository
/// @param plainHttp whether the caller allows http for this host; loopback hosts need no leave
/// @param ca PEM file of certificates to trust beside the system's
public record RegistryAccess(CredentialSource credentials, boolean plainHttp, @Nullable Path ca) {
  public static final RegistryAccess ANONYMOUS =
      new RegistryAccess(CredentialSource.NONE, false, null);
}
