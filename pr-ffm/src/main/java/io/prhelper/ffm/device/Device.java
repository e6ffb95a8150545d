// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.device;

import java.util.concurrent.atomic.AtomicInteger;

/** A device that clients have named, by its number: what it is, and how many commands it has to do. */
public final class Device {
    /** What a device is to the policy. */
    public enum Verdict {
        SERVED("is served"),
        MULTIPATH("is a multipath map"),
        /** The node's number belongs to no device any more, or never did: the kernel says so to whoever tries. */
        GONE("is gone"),
        PARTITION("is a partition"),
        MAPPED("is a device-mapper device, but no multipath map"),
        NOT_LISTED("is not on the list of devices"),
        UNKNOWN("can not be told from a partition: no answer from sysfs");

        private final String sentence;

        Verdict(String sentence) {
            this.sentence = sentence;
        }

        /** What to say of a device, after its number. */
        public String sentence() {
            return sentence;
        }

        public boolean refuses() {
            return this != SERVED && this != MULTIPATH && this != GONE;
        }
    }

    /** What was found out, when, and of which node: numbers are used again, mostly with a new inode. */
    private record Finding(Verdict verdict, int round, long fileSystem, long inode) {}

    private static final Finding NOTHING = new Finding(Verdict.UNKNOWN, -1, 0, 0);

    private final boolean block;
    private final int major;
    private final int minor;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Finding finding = NOTHING;

    public Device(boolean block, int major, int minor) {
        this.block = block;
        this.major = major;
        this.minor = minor;
    }

    public boolean is(boolean blockDevice, int majorNumber, int minorNumber) {
        return minor == minorNumber && major == majorNumber && block == blockDevice;
    }

    /** True if the verdict was found in this round, for this node. */
    public boolean isKnown(int round, long fileSystem, long inode) {
        Finding known = finding;
        return known.round == round && known.inode == inode && known.fileSystem == fileSystem;
    }

    /** True if it is not what it was before. */
    @SuppressWarnings("ReferenceEquality") // there is one; and the equals of a record is spun when it is called first
    public boolean found(Verdict verdict, int round, long fileSystem, long inode) {
        Finding before = finding;
        finding = new Finding(verdict, round, fileSystem, inode);
        return before.verdict != verdict || before == NOTHING;
    }

    public Verdict verdict() {
        return finding.verdict;
    }

    /** One more command; false if there are {@code most} already. Each true is followed by one {@link #leave}. */
    public boolean enter(int most) {
        if (inFlight.incrementAndGet() > most) {
            inFlight.decrementAndGet();
            return false;
        }
        return true;
    }

    /** A command has ended. */
    public void leave() {
        inFlight.decrementAndGet();
    }

    /** Its place in a table. */
    public static int hash(boolean block, int major, int minor) {
        return (31 * (31 * major + minor) + (block ? 1 : 0)) * 0x9e3779b9;
    }

    public int hash() {
        return hash(block, major, minor);
    }

    /** {@code block 8:17}. */
    @Override
    public String toString() {
        return (block ? "block " : "char ") + Integer.toUnsignedString(major) + ":" + Integer.toUnsignedString(minor);
    }
}
