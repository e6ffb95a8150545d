// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import org.jspecify.annotations.Nullable;

/**
 * The number of a device (makedev(3)).
 *
 * @param block a block device's, else a character device's: the two are counted apart
 * @param major of the driver, unsigned
 * @param minor of the device, unsigned
 */
public record DeviceNumber(boolean block, int major, int minor) {
    /**
     * The number of a block device.
     *
     * @param major of the driver, unsigned
     * @param minor of the device, unsigned
     * @return that number
     */
    public static DeviceNumber block(int major, int minor) {
        return new DeviceNumber(true, major, minor);
    }

    // Written out: those of a record are spun when they are called first.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeviceNumber that && minor == that.minor && major == that.major && block == that.block;
    }

    @Override
    public int hashCode() {
        return hash(block, major, minor);
    }

    /**
     * The hash code of that number.
     *
     * @return the same as of an object with these values
     */
    public static int hash(boolean block, int major, int minor) {
        return (31 * (31 * major + minor) + (block ? 1 : 0)) * 0x9e3779b9;
    }

    /** {@code block 8:17}. */
    @Override
    public String toString() {
        return (block ? "block " : "char ") + Integer.toUnsignedString(major) + ":" + Integer.toUnsignedString(minor);
    }
}
