/// Which images a node takes.
///
/// Entry type: [dev.lamina.agent.trust.TrustPolicy], asked once it is known which manifest a
/// reference means and before any blob of the image is fetched. The room owns no files.
///
/// Invariants: a policy sees the digest that will be used, never a tag that may move afterwards;
/// several policies are asked in order and each can only refuse, so adding one never lets more in.
///
/// Why patterns and not regular expressions: they are matched in linear time, whatever is written.
@NullMarked
package dev.lamina.agent.trust;

import org.jspecify.annotations.NullMarked;
