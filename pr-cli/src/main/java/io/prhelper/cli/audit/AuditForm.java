// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import java.time.Instant;

/** A spelling of what the trail tells. For one thread. */
interface AuditForm {
    /** A request, as one line without its end. */
    String of(AuditRecord request);

    /** That so many could not be written. */
    String lost(Instant time, long count);
}
