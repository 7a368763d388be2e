/// Git repositories as sources of builds.
///
/// [GitSource] is an address as BuildKit writes it, [GitCheckout] gets its files. Addresses are
/// hostile: only https is spoken (http with this machine only), the repository, the reference and
/// everything else that comes from outside stands behind `--` or in a checked form, git reads no
/// configuration of the host and starts no other transport, and a subdirectory is resolved inside
/// the work tree. Why the git binary and not a library: its protocol code is the one the world
/// attacks and repairs, it runs as a process of its own with no secret in its environment, and it
/// costs no dependency.
@NullMarked
package dev.lamina.agent.build.remote;

import org.jspecify.annotations.NullMarked;
