/// The packages that are installed in an image, as the databases of its package managers list them,
/// and the bills of materials made of that.
///
/// What is read comes from the image and is believed no further than it can be checked: files are
/// found below the image's root only, every size is limited, and what cannot be read is said.
@NullMarked
package dev.lamina.agent.inspect.packages;

import org.jspecify.annotations.NullMarked;
