// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A device that clients have named: what it is, and how many commands it has to do. */
public final class Device {
    /** What was found out, when, and of which node: numbers are used again, mostly with a new inode. */
    private record Finding(DeviceKind kind, boolean listed, int round, long fileSystem, long inode) {}

    private static final Finding NOTHING = new Finding(DeviceKind.UNKNOWN, false, -1, 0, 0);

    /** Null for a file that stands for a device: then it is known by its file system and inode. */
    private final @Nullable DeviceNumber number;

    private final long fileSystem;
    private final long inode;
    private final boolean counted;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Finding finding = NOTHING;

    private Device(@Nullable DeviceNumber number, long fileSystem, long inode, boolean counted) {
        this.number = number;
        this.fileSystem = fileSystem;
        this.inode = inode;
        this.counted = counted;
    }

    /** What that node stands for, of which nothing is known yet. */
    public static Device of(NodeReader node) {
        return node.isScsiCandidate()
                ? new Device(new DeviceNumber(node.isBlockDevice(), node.major(), node.minor()), 0, 0, true)
                : new Device(null, node.fileSystem(), node.inode(), true);
    }

    /** All files that are no devices together, where nothing that could be kept waiting executes their commands. */
    public static Device otherFiles(boolean listed) {
        Device device = new Device(null, 0, 0, false);
        device.finding = new Finding(DeviceKind.OTHER, listed, 0, 0, 0);
        return device;
    }

    /** Whether that node stands for it. */
    public boolean is(NodeReader node) {
        DeviceNumber own = number;
        return own == null
                ? !node.isScsiCandidate() && inode == node.inode() && fileSystem == node.fileSystem()
                : node.isScsiCandidate()
                        && own.minor() == node.minor()
                        && own.major() == node.major()
                        && own.block() == node.isBlockDevice();
    }

    /** True if what is known was found in this round, for this node. */
    public boolean isKnown(int round, NodeReader node) {
        Finding known = finding;
        return known.round == round && known.inode == node.inode() && known.fileSystem == node.fileSystem();
    }

    /** True if it is of another kind than before. */
    @SuppressWarnings("ReferenceEquality") // there is one; and the equals of a record is spun when it is called first
    public boolean found(DeviceKind kind, boolean listed, int round, NodeReader node) {
        Finding before = finding;
        finding = new Finding(kind, listed, round, node.fileSystem(), node.inode());
        return before.kind != kind || before == NOTHING;
    }

    /** Its number, if it has one. */
    public @Nullable DeviceNumber number() {
        return number;
    }

    /** What it is. */
    public DeviceKind kind() {
        return finding.kind;
    }

    /** Whether the policy lists it, or lists none. */
    public boolean isListed() {
        return finding.listed;
    }

    /** One more command; false if there are {@code most} already. Each true is followed by one {@link #leave}. */
    public boolean enter(int most) {
        if (inFlight.incrementAndGet() > most && counted) {
            inFlight.decrementAndGet();
            return false;
        }
        return true;
    }

    /** A command has ended. */
    public void leave() {
        inFlight.decrementAndGet();
    }

    /** Whether nothing is lost if it is forgotten: a file that has nothing to do. */
    public boolean isForgettable() {
        return number == null && inFlight.get() == 0;
    }

    /** The place in a table of what a node stands for. */
    public static int hash(NodeReader node) {
        return node.isScsiCandidate()
                ? DeviceNumber.hash(node.isBlockDevice(), node.major(), node.minor())
                : hash(node.fileSystem(), node.inode());
    }

    private static int hash(long fileSystem, long inode) {
        return Long.hashCode(31 * fileSystem + inode) * 0x9e3779b9;
    }

    /** Its place in a table. */
    public int hash() {
        DeviceNumber own = number;
        return own == null ? hash(fileSystem, inode) : own.hashCode();
    }
}
