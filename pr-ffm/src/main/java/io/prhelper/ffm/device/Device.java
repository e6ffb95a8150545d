// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import io.prhelper.ffm.DeviceKind;
import io.prhelper.ffm.DeviceNumber;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A device that clients have named: what it is, by the nodes through which they did, and how many commands it has to do. */
public final class Device {
    /**
     * How many nodes' findings are kept, a power of two: each virtual machine may have a node of its own of a disk that they share. Of two
     * nodes with one place the older finding is lost, and found anew.
     */
    private static final int NODES = 64;

    /** Null for a file that stands for a device: then it is known by its file system and inode. */
    private final @Nullable DeviceNumber number;

    private final long fileSystem;
    private final long inode;
    private final boolean counted;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable Finding> findings;
    private volatile @Nullable DeviceKind kind;

    private Device(@Nullable DeviceNumber number, long fileSystem, long inode, boolean counted) {
        this.number = number;
        this.fileSystem = fileSystem;
        this.inode = inode;
        this.counted = counted;
        findings = new AtomicReferenceArray<>(number == null ? 1 : NODES);
    }

    /** What that node stands for, of which nothing is known yet. */
    public static Device of(NodeReader node) {
        return node.isScsiCandidate()
                ? new Device(number(node), 0, 0, true)
                : new Device(null, node.fileSystem(), node.inode(), true);
    }

    private static DeviceNumber number(NodeReader node) {
        return new DeviceNumber(node.isBlockDevice(), node.major(), node.minor());
    }

    /** All files that are no devices together, where nothing that could be kept waiting executes their commands. */
    public static Finding otherFiles(boolean listed) {
        return new Finding(new Device(null, 0, 0, false), DeviceKind.OTHER, listed, 0, 0, 0);
    }

    /** The device of a character device node that takes no SCSI commands. Nobody keeps it: there may be any number of them. */
    public static Finding foreign(NodeReader node) {
        return new Finding(new Device(number(node), 0, 0, false), DeviceKind.FOREIGN, false, 0, 0, 0);
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

    /** What was found in this round of this node; null if nothing was. */
    public @Nullable Finding known(int round, NodeReader node) {
        Finding known = findings.get(place(node));
        return known != null && known.holds(round, node) ? known : null;
    }

    /** Notes what was found of a node. */
    public Finding found(DeviceKind what, boolean listed, int round, NodeReader node) {
        Finding finding = new Finding(this, what, listed, round, node.fileSystem(), node.inode());
        findings.set(place(node), finding);
        return finding;
    }

    private int place(NodeReader node) {
        return hash(node.fileSystem(), node.inode()) >>> 16 & (findings.length() - 1);
    }

    /** True if it is of another kind than the last time. */
    public boolean becomes(DeviceKind what) {
        boolean other = kind != what;
        kind = what;
        return other;
    }

    /** Its number, if it has one. */
    public @Nullable DeviceNumber number() {
        return number;
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
