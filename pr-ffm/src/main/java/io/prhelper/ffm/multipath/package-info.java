// SPDX-License-Identifier: Apache-2.0
/**
 * Multipath maps: their paths as sysfs names them, SG_IO on each, and multipathd. What is asked of whom is decided in {@link
 * io.prhelper.core.multipath}.
 *
 * <pre>
 *   {@link io.prhelper.ffm.multipath.Maps}   one for a server: a command at a time for each map
 *     MapFolder      which paths a map has now (sysfs)
 *     PathThreads    a command on each path, at once, each on a thread of its own
 *     Multipathd     a connection to the daemon, for one command
 *     MapRehearsal   has the JVM compile all that, without asking any of them
 * </pre>
 */
@NullMarked
package io.prhelper.ffm.multipath;

import org.jspecify.annotations.NullMarked;
