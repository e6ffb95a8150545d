// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a program decides for itself, where the sets of a {@link Policy} do not say it: asked last, for each request against which nothing
 * else speaks. One that throws an exception refuses too: the command ends with CHECK CONDITION 0B/00/06, and no device is asked.
 *
 * <p>Called on several threads at once, and while the client waits.
 */
@FunctionalInterface
public interface PolicyRule {
    /**
     * Whether a device is to be asked.
     *
     * @param request what a client wants
     * @return false to answer CHECK CONDITION 05/20/00
     */
    boolean permits(Asked request);

    /**
     * A request.
     *
     * @param peer who connected
     * @param kind what the descriptor stands for
     * @param device the device's number; null for what has none
     * @param cdb a copy of the 16 bytes: PERSISTENT RESERVE IN or OUT, or {@link io.prhelper.core.protocol.Wire#CLEANUP}
     * @param dataOut a copy of the parameter list
     */
    record Asked(
            PeerCredentials peer, DeviceKind kind, @Nullable DeviceNumber device, ByteBuffer cdb, ByteBuffer dataOut) {}
}
