/// Objects of the API as trees, and their text.
///
/// Entry type: [dev.lamina.kubectl.json.Json]. Why trees and not the records of the contract: to
/// read the first status, Jackson has to look through all records it is made of, which took longer
/// than all the rest of `images`. What is written is held against the records by tests.
@NullMarked
package dev.lamina.kubectl.json;

import org.jspecify.annotations.NullMarked;
