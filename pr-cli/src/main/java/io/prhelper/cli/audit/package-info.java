// SPDX-License-Identifier: Apache-2.0
/**
 * The audit trail: who changed which reservation, and what was refused. One line of JSON, or one entry of the journal, for each PERSISTENT
 * RESERVE OUT that ended and for each refusal.
 *
 * <pre>
 *   serving thread   AuditTrail.finished   leaves the request, of which it has copies, and goes on
 *   pr-peers         ProcessReader         looks, when a client comes, at what it is: it may be gone when its line is written
 *   pr-audit         AuditRecord           decodes keys, looks up the device
 *                    JsonLine, JournalEntry   two spellings of it
 * </pre>
 *
 * The form of the line is in {@code share/schema/audit-1.json}.
 */
@NullMarked
package io.prhelper.cli.audit;

import org.jspecify.annotations.NullMarked;
