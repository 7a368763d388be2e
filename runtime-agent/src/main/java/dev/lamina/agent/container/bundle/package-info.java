/// The bundle: what an OCI runtime is given to run, `config.json` beside a root file system.
///
/// [dev.lamina.agent.container.bundle.BundleWriter] is the entry. It turns the wishes of image and
/// container into the runtime specification's document with Docker's defaults: capabilities,
/// system-call filter, masked paths, mounts, environment.
///
/// The root file system is hostile. Everything read from it (users, groups) or made in it (working
/// directory, mount points) goes through [dev.lamina.agent.linux.RootDirectory], so that no link of
/// the image leads out of it, only regular files of bounded size are read, and nothing lands below
/// `/proc`, `/sys` or `/dev`. Labels of an image never become annotations: OCI runtimes obey some
/// of those.
///
/// Mount points that an image lacks are made for the run and taken away after it
/// ([dev.lamina.agent.container.bundle.MountPoints]), so that a layer holds only what its step did.
///
/// See the runtime-spec, config.md and config-linux.md.
@NullMarked
package dev.lamina.agent.container.bundle;

import org.jspecify.annotations.NullMarked;
