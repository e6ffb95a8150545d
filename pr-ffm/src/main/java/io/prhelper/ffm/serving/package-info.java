// SPDX-License-Identifier: Apache-2.0
/**
 * How connections meet threads.
 *
 * <pre>
 *   listener, idle connections --> one epoll set (ONESHOT) --> any waiting worker
 *   worker: receive, execute, send, close the descriptor; linger for the next request, or give the connection back
 *   keeper: adds workers while others are stuck in a device, ends what is overdue
 * </pre>
 *
 * A connection belongs to one worker or to the epoll set, so its state needs no lock. A request is served on one thread from
 * the first byte to the close of its descriptor. No call on a client's descriptor is made on a thread that anybody else waits
 * for: a worker that is stuck in one is replaced within some milliseconds.
 */
@NullMarked
package io.prhelper.ffm.serving;

import org.jspecify.annotations.NullMarked;
