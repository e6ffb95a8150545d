// SPDX-License-Identifier: Apache-2.0
/**
 * Start and end of a process that is a helper and nothing else: signals, standard streams, socket activation, pid file, giving up rights,
 * confinement, telling systemd. What is here changes the whole process, so it is for programs, not for libraries.
 */
@NullMarked
package io.prhelper.ffm.daemon;

import org.jspecify.annotations.NullMarked;
