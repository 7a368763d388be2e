/// System calls through java.lang.foreign: what the JDK's file API cannot do, or not without a
/// race.
///
/// Three layers. At the bottom [dev.lamina.agent.linux.Kernel] holds the one way into the kernel,
/// libc's `syscall`, and [dev.lamina.agent.linux.Syscall] the numbers of both architectures: one
/// method handle keeps the start short, and the kernel's structures are the same on x86_64 and
/// arm64 where libc's are not. Above it [dev.lamina.agent.linux.Directory] works on single names
/// relative to an open directory and never follows a link (layers are unpacked with it), and
/// [dev.lamina.agent.linux.RootDirectory] resolves whole paths inside a root with `openat2`
/// (`RESOLVE_IN_ROOT`), where a link can point anywhere and still not leave. Beside them: mounts
/// ([dev.lamina.agent.linux.OverlayMount], [dev.lamina.agent.linux.Mounts]), processes, signals,
/// the terminal and sequenced-packet sockets. [dev.lamina.agent.linux.IsalInflater] calls the one
/// other native library, ISA-L, where it is installed.
///
/// Every failed call is a [dev.lamina.agent.linux.LinuxException] with its errno. A call blocks the
/// carrier of a virtual thread: short ones do no harm, anything that can wait for long
/// ([dev.lamina.agent.linux.SeqpacketSocket]) belongs on a platform thread. Nothing here changes
/// the working directory, namespaces or umask of the process: they are shared by all threads.
///
/// This room owns no files. Kernel 5.12 is enough; overlays of many layers need 6.7.
@NullMarked
package dev.lamina.agent.linux;

import org.jspecify.annotations.NullMarked;
