// SPDX-License-Identifier: Apache-2.0
/**
 * The helper as a library: {@link io.prhelper.ffm.server.HelperServer} serves the helper protocol on the socket of a {@link
 * io.prhelper.ffm.server.UnixListener}. The engine behind it is not exported.
 */
@NullMarked
package io.prhelper.ffm.server;

import org.jspecify.annotations.NullMarked;
