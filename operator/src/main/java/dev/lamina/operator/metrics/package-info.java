/// The numbers of the operator, for Prometheus.
///
/// [dev.lamina.operator.metrics.OperatorMetrics] owns the registry; rooms that measure something
/// get a `MeterRegistry` by constructor. JOSDK's own metrics (reconciliations, queue) are bound to
/// the same registry.
@NullMarked
package dev.lamina.operator.metrics;

import org.jspecify.annotations.NullMarked;
