// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

/** Whose a connection is after a step of the thread that held it. */
enum Owner {
    /** Still this thread's. */
    MINE,
    /** Closed, or in the epoll set and so perhaps another thread's already: not to be touched any more. */
    GIVEN_AWAY
}
