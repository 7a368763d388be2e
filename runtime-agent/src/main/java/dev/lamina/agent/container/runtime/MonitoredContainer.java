package dev.lamina.agent.container.runtime;

import java.nio.file.Path;

/// What conmon is told of a container.
///
/// @param bundle holds `config.json`; conmon puts the FIFO `ctl` for the size of the terminal there
/// @param exits a file of the id with the exit code appears there when the container ends
/// @param persist where a file `oom` appears when the kernel ended it for want of memory
/// @param socketName short and unique: the attach socket is `sockets/<socketName>/attach`
/// @param log in the format "k8s-file", appended to
/// @param endsInputWithClient whether its input ends when the client that is attached ends its own
/// @param messages what conmon itself has to say
public record MonitoredContainer(
    String id,
    String name,
    Path bundle,
    Path pidFile,
    Path monitorPidFile,
    Path exits,
    Path persist,
    Path sockets,
    String socketName,
    Path log,
    Path messages,
    boolean stdin,
    boolean endsInputWithClient,
    boolean tty) {}
