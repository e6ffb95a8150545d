// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.device.Device;
import io.prhelper.ffm.device.DeviceNode;
import io.prhelper.ffm.device.Sysfs;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The devices that clients have named, looked up by number without a lock or an allocation.
 *
 * <p>What a device is holds for a round, which the keeper ends twice a second, and for one node of it: device numbers are used again,
 * a multipath map's for a logical volume. A device is listed only if the host has it, so that nobody fills the table with numbers
 * of his own making; a descriptor opened with O_PATH on a user's file system shows any number he likes.
 */
final class Devices {
    private final Events events;
    private volatile AtomicReferenceArray<@Nullable Device> table = new AtomicReferenceArray<>(64);
    private volatile int round;
    private int size;

    /** None yet. */
    Devices(Events events) {
        this.events = events;
    }

    /** From now on everything is found out anew. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // two at once end one round: that is enough
    void endRound() {
        round++;
    }

    /** The device of that node with a verdict of this round. */
    Device find(DeviceNode node, Sysfs sysfs) {
        boolean block = node.isBlockDevice();
        Device device = find(table, block, node.major(), node.minor());
        int now = round;
        if (device != null && device.isKnown(now, node.fileSystem(), node.inode())) {
            return device;
        }
        Device.Verdict verdict = sysfs.verdict(block, node.major(), node.minor());
        if (device == null) {
            device = verdict == Device.Verdict.GONE
                    ? new Device(block, node.major(), node.minor())
                    : add(block, node.major(), node.minor());
        }
        // A question that failed is asked again.
        int until = verdict == Device.Verdict.UNKNOWN ? now - 1 : now;
        if (device.found(verdict, until, node.fileSystem(), node.inode())) {
            events.recognized(device, verdict);
        }
        return device;
    }

    private static @Nullable Device find(
            AtomicReferenceArray<@Nullable Device> table, boolean block, int major, int minor) {
        int mask = table.length() - 1;
        for (int i = start(Device.hash(block, major, minor), mask); ; i = i + 1 & mask) {
            Device device = table.get(i);
            if (device == null || device.is(block, major, minor)) {
                return device;
            }
        }
    }

    private synchronized Device add(boolean block, int major, int minor) {
        Device there = find(table, block, major, minor);
        if (there != null) {
            return there;
        }
        if (2 * (size + 1) > table.length()) {
            grow();
        }
        Device device = new Device(block, major, minor);
        put(table, device);
        size++;
        return device;
    }

    private void grow() {
        AtomicReferenceArray<@Nullable Device> larger = new AtomicReferenceArray<>(2 * table.length());
        for (int i = 0; i < table.length(); i++) {
            Device device = table.get(i);
            if (device != null) {
                put(larger, device);
            }
        }
        table = larger;
    }

    private static void put(AtomicReferenceArray<@Nullable Device> table, Device device) {
        int mask = table.length() - 1;
        int i = start(device.hash(), mask);
        while (table.get(i) != null) {
            i = i + 1 & mask;
        }
        table.set(i, device);
    }

    private static int start(int hash, int mask) {
        return hash >>> 16 & mask;
    }
}
