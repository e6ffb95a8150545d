// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.device.Device;
import io.prhelper.ffm.device.DeviceList;
import io.prhelper.ffm.device.Finding;
import io.prhelper.ffm.device.NodeReader;
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

    /** Whether files that are no devices are told apart: where something plugged in takes them for disks. */
    private final boolean files;

    private final Finding otherFiles;
    private volatile AtomicReferenceArray<@Nullable Device> table = new AtomicReferenceArray<>(64);
    private volatile int round;
    private int size;

    /** None yet. */
    Devices(Events events, boolean files, boolean anyListed) {
        this.events = events;
        this.files = files;
        otherFiles = Device.otherFiles(anyListed);
    }

    /** From now on everything is found out anew. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // two at once end one round: that is enough
    void endRound() {
        round++;
    }

    /** The device of that node, with what was found out of it in this round. */
    Finding find(NodeReader node, Sysfs sysfs, DeviceList list) {
        if (!node.isScsiCandidate() && !files) {
            return node.isCharacterDevice() ? Device.foreign(node) : otherFiles;
        }
        Device device = find(table, node);
        int now = round;
        Finding known = device == null ? null : device.known(now, node);
        return known == null ? findAnew(device, now, node, sysfs, list) : known;
    }

    private Finding findAnew(@Nullable Device there, int now, NodeReader node, Sysfs sysfs, DeviceList list) {
        DeviceKind kind = node.isScsiCandidate() ? sysfs.kind(node) : DeviceKind.OTHER;
        Device device = there != null ? there : kind == DeviceKind.GONE ? Device.of(node) : add(node);
        // A question that failed is asked again.
        int until = kind == DeviceKind.UNKNOWN ? now - 1 : now;
        Finding finding = device.found(kind, list.has(node), until, node);
        if (device.becomes(kind)) {
            events.recognized(device, kind);
        }
        return finding;
    }

    private static @Nullable Device find(AtomicReferenceArray<@Nullable Device> table, NodeReader node) {
        int mask = table.length() - 1;
        for (int i = start(Device.hash(node), mask); ; i = i + 1 & mask) {
            Device device = table.get(i);
            if (device == null || device.is(node)) {
                return device;
            }
        }
    }

    private synchronized Device add(NodeReader node) {
        Device there = find(table, node);
        if (there != null) {
            return there;
        }
        if (2 * (size + 1) > table.length()) {
            forget();
        }
        Device device = Device.of(node);
        put(table, device);
        size++;
        return device;
    }

    /** Makes room: anybody can make files, so those that have nothing to do go; if that is not enough, the table grows. */
    private void forget() {
        AtomicReferenceArray<@Nullable Device> before = table;
        int kept = 0;
        for (int i = 0; i < before.length(); i++) {
            Device device = before.get(i);
            kept += device == null || device.isForgettable() ? 0 : 1;
        }
        AtomicReferenceArray<@Nullable Device> after =
                new AtomicReferenceArray<>(4 * (kept + 1) > before.length() ? 2 * before.length() : before.length());
        size = 0;
        for (int i = 0; i < before.length(); i++) {
            Device device = before.get(i);
            if (device != null && !device.isForgettable()) {
                put(after, device);
                size++;
            }
        }
        table = after;
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
