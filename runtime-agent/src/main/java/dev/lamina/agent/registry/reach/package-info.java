/// How far a fetch on somebody else's behalf may reach.
///
/// [dev.lamina.agent.registry.reach.AddressPolicy] judges addresses,
/// [dev.lamina.agent.registry.reach.Gateway] is a way to servers that holds to it: the one place
/// that resolves a name and connects, for the HTTP client of this process and for programs such as
/// git alike. So what is judged is the address that is connected to, for every redirect, submodule
/// and retry, and a name that resolves to something else a moment later changes nothing.
///
/// Why SOCKS: git and the JDK both speak it, it carries http and https, and it hands over the name
/// unresolved.
@NullMarked
package dev.lamina.agent.registry.reach;

import org.jspecify.annotations.NullMarked;
