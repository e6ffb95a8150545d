// SPDX-License-Identifier: Apache-2.0
/**
 * Sending reservation commands: through a helper ({@link io.prhelper.ffm.client.HelperClient}, and {@link
 * io.prhelper.ffm.client.ReconnectingClient} as QEMU does it), or to a disk of this host ({@link io.prhelper.ffm.client.ScsiDevice}).
 */
@NullMarked
package io.prhelper.ffm.client;

import org.jspecify.annotations.NullMarked;
