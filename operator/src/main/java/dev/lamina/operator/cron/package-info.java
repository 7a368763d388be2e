/// Times that come again, as cron writes them.
///
/// Entry type: [dev.lamina.operator.cron.CronSchedule], pure: who uses it brings the time. Always
/// UTC, because the operator and those who read a status need not live in one time zone, and so no
/// hour is skipped or comes twice.
@NullMarked
package dev.lamina.operator.cron;

import org.jspecify.annotations.NullMarked;
