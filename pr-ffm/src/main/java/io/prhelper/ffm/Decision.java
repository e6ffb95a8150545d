// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

/** What was decided of a request, in the order in which it is: before any of these but the first, no device was asked. */
public enum Decision {
    /** What executes commands for that kind of device was asked; status and sense are its answer. */
    EXECUTED,
    /** The request contradicts itself, such as lengths that differ: CHECK CONDITION. */
    MALFORMED,
    /** The {@link Policy} serves neither the client's user nor its group: CHECK CONDITION 05/20/00. */
    PEER_DENIED,
    /** The {@link Policy} forbids the service action: CHECK CONDITION 05/20/00. */
    ACTION_DENIED,
    /** The command changes something, and the descriptor is not open for writing: CHECK CONDITION 05/20/00. */
    READ_ONLY,
    /** The {@link Policy} lists devices, and this is none of them: CHECK CONDITION 05/20/00. */
    DEVICE_NOT_LISTED,
    /** The {@link Policy} does not serve that kind of device: CHECK CONDITION 05/20/00. */
    DEVICE_KIND_DENIED,
    /** The {@linkplain Policy#rule rule} of the {@link Policy} does not permit the request: CHECK CONDITION 05/20/00. */
    RULE_DENIED,
    /** The device has as many commands to do as {@link Limits#maxInFlight} allows: BUSY. */
    BUSY;

    /** {@return whether it is the {@link Policy} that refused the request} */
    public boolean isDenial() {
        return switch (this) {
            case PEER_DENIED, ACTION_DENIED, DEVICE_NOT_LISTED, DEVICE_KIND_DENIED, RULE_DENIED -> true;
            case EXECUTED, MALFORMED, READ_ONLY, BUSY -> false;
        };
    }
}
