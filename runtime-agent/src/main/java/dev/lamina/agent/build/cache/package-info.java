/// Results of steps that registries keep: what builds of other nodes have made is there for this
/// one.
///
/// [dev.lamina.agent.build.cache.CacheSource] is what one repository has,
/// [dev.lamina.agent.build.cache.CacheExport] brings what a build made or used there. The form is
/// BuildKit's ([dev.lamina.agent.image.CacheConfig]), the keys are this builder's: each knows where
/// its own results are and passes over those of the other.
///
/// A layer comes by its digest, is unpacked as that of any pull, and has to have the diffID that
/// was stated. What another tenant has brought to this node serves nobody here: a blob counts only
/// when this registry has sent it whole, and a filesystem that is here already only if it is the
/// tenant's own. Whatever is wrong with a cache costs the time of the step and no build.
@NullMarked
package dev.lamina.agent.build.cache;

import org.jspecify.annotations.NullMarked;
