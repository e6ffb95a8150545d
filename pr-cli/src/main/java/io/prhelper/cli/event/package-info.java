// SPDX-License-Identifier: Apache-2.0
/** What the helper says: messages on standard error by verbosity, and the trace by event name. */
@NullMarked
package io.prhelper.cli.event;

import org.jspecify.annotations.NullMarked;
