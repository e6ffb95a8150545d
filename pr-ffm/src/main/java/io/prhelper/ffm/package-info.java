// SPDX-License-Identifier: Apache-2.0
/**
 * The words that server, client and daemon share: descriptors and whose they are, what may be done and how much of it, what executes
 * commands, and who is told. Whoever serves begins at {@link io.prhelper.ffm.server}, whoever sends commands at {@link
 * io.prhelper.ffm.client}, and a program that is nothing but a helper also at {@link io.prhelper.ffm.daemon}.
 *
 * <p>Nothing here knows any of those.
 */
@NullMarked
package io.prhelper.ffm;

import org.jspecify.annotations.NullMarked;
