/// `kubectl lamina`: Docker's verbs for the images and containers of a cluster.
///
/// The composition root: [dev.lamina.kubectl.KubectlLaminaMain] gives the command line a kubectl to
/// work with. A verb reads and writes custom resources and nothing else; what is not in them, such
/// as the output of a container that runs, it cannot show, and says so.
@NullMarked
package dev.lamina.kubectl;

import org.jspecify.annotations.NullMarked;
