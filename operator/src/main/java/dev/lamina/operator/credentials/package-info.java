/// Registry credentials, and other Secrets, on their way from a user to the one node that needs
/// them.
///
/// Entry types: [dev.lamina.operator.credentials.PullSecrets] reads the Secrets that an object
/// names, in the namespace of that object; [dev.lamina.operator.credentials.Keyring] finds the
/// entry an image needs and seals it to a node's key;
/// [dev.lamina.operator.credentials.NamedSecrets] reads any Secret. Nothing is watched and nothing
/// is kept beyond the work it is for.
@NullMarked
package dev.lamina.operator.credentials;

import org.jspecify.annotations.NullMarked;
