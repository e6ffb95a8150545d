// SPDX-License-Identifier: Apache-2.0
/**
 * Taking rights away from the running process, and checking that they are gone.
 *
 * <p>Credentials belong to threads, and a JVM has some twenty before {@code main} begins. Three things reach them all: the C library's
 * functions that change user and group ids, which signal every thread to do the same; a change of the user id from 0 to another,
 * which takes a thread's capabilities away unless that thread asked to keep them; and a system call filter that is installed
 * for all threads, which carries {@code no_new_privs} along. Everything else is done on the one thread from which all serving
 * threads descend. What came of it is read from {@code /proc/self/task} and compared, thread by thread.
 *
 * <pre>
 *                        serving threads                other threads of the JVM
 *   before               root, all capabilities         the same
 *   other user id        keeps capabilities (asked to)  loses all capabilities
 *   back to root         only without -u: this thread   stays
 *   capset               CAP_SYS_RAWIO                  -
 *   filters              no_new_privs, filter           no_new_privs, filter
 *   Landlock             nearly no path                 -
 * </pre>
 */
@NullMarked
package io.prhelper.ffm.confine;

import org.jspecify.annotations.NullMarked;
