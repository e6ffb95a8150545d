// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

import org.jspecify.annotations.Nullable;

/**
 * What sysfs says of a device; each null where it says nothing.
 *
 * @param node its path below {@code /dev}
 * @param wwid its world wide name, the same for all paths to it and for a map of them
 */
record DeviceFacts(@Nullable String node, @Nullable String wwid) {
    /** Nothing is known. */
    static final DeviceFacts UNKNOWN = new DeviceFacts(null, null);
}
