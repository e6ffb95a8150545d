// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the audit trail goes: to a file, to the journal, or to standard output.
 *
 * @param journal whether to the journal
 * @param file the file, or null where it goes to none
 */
public record AuditSettings(boolean journal, @Nullable Path file) {
    /** To the journal of systemd. */
    static final AuditSettings JOURNAL = new AuditSettings(true, null);

    /** To standard output. */
    static final AuditSettings STANDARD_OUTPUT = new AuditSettings(false, null);

    /** Whether it goes to standard output. */
    boolean toStandardOutput() {
        return !journal && file == null;
    }
}
