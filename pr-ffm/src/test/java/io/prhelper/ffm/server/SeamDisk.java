// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.FileIdentity;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Disks that are made where the kernel is called: files in memory that statx shows as block or character devices, with a sysfs that
 * knows them, and whose SG_IO is answered here. Of {@code /dev} there are the nodes that were made only.
 */
final class SeamDisk implements AutoCloseable {
    private static final int SG_IO = 0x2285;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** The header of one SG_IO call, as the kernel sees it. */
    record Header(MemorySegment bytes) {
        int dataLength() {
            return bytes.get(INT, 12);
        }

        MemorySegment cdb() {
            return at(bytes.get(LONG, 24), 16);
        }

        MemorySegment data() {
            return at(bytes.get(LONG, 16), dataLength());
        }

        MemorySegment sense() {
            return at(bytes.get(LONG, 32), bytes.get(ValueLayout.JAVA_BYTE, 9));
        }

        int timeout() {
            return bytes.get(INT, 40);
        }

        int direction() {
            return bytes.get(INT, 4);
        }

        /** PERSISTENT RESERVE IN ends GOOD with this data. */
        int good(byte... data) {
            data().asSlice(0, data.length).copyFrom(MemorySegment.ofArray(data));
            status(0);
            return transferred(data.length);
        }

        /** The device says that it transferred so many bytes. */
        int transferred(int length) {
            bytes.set(INT, 72, dataLength() - length);
            return 0;
        }

        /** The device ends the command so, and the kernel fills in all that it answers. */
        int status(int status, byte... sense) {
            bytes.set(INT, 64, 0);
            bytes.set(INT, 68, 0);
            bytes.set(ValueLayout.JAVA_BYTE, 64, (byte) status);
            bytes.set(ValueLayout.JAVA_BYTE, 67, (byte) sense.length);
            sense().asSlice(0, sense.length).copyFrom(MemorySegment.ofArray(sense));
            bytes.set(INT, 72, dataLength());
            return 0;
        }
    }

    /** What SG_IO on a disk does. */
    @FunctionalInterface
    interface Behaviour {
        /** Ends the command; returns the result of ioctl, or {@code -errno}. */
        int execute(Header header) throws Throwable;
    }

    private record Node(int mode, int major, int minor, Behaviour behaviour) {}

    final InterceptedKernel kernel;
    private final Path sysfs;
    private final Map<FileIdentity, Node> nodes = new ConcurrentHashMap<>();
    private final Map<String, OwnedFd> names = new ConcurrentHashMap<>();
    private final AtomicInteger executed = new AtomicInteger();

    SeamDisk(InterceptedKernel kernel) throws IOException {
        this.kernel = kernel;
        sysfs = Files.createTempDirectory("sysfs");
        Files.createDirectories(sysfs.resolve("dev/block"));
        Files.createDirectories(sysfs.resolve("dev/char"));
        kernel.answer("statx", this::stat).answer("ioctl", this::ioctl).answer("open", this::open);
    }

    /** Commands that reached a disk. */
    int executed() {
        return executed.get();
    }

    /** What to tell a server of this world. */
    HelperServer.Builder apply(HelperServer.Builder builder) {
        return builder.kernel(kernel.kernel()).sysfs(sysfs.toString());
    }

    /** A whole disk. */
    OwnedFd disk(int major, int minor, Behaviour behaviour) throws IOException {
        return node(0x6000, major, minor, behaviour);
    }

    /** A SCSI generic node, or another character device. */
    OwnedFd character(int major, int minor, Behaviour behaviour) throws IOException {
        return node(0x2000, major, minor, behaviour);
    }

    /** From now on that name under {@code /dev} is this node; as long as it is open. */
    void name(String name, OwnedFd node) {
        names.put("/dev/" + name, node);
    }

    /** From now on there is no such name. */
    void unname(String name) {
        names.remove("/dev/" + name);
    }

    /** Where its sysfs is. */
    Path sysfs() {
        return sysfs;
    }

    private OwnedFd node(int mode, int major, int minor, Behaviour behaviour) throws IOException {
        OwnedFd file = OwnedFd.inMemory("disk");
        nodes.put(FileIdentity.of(file.fd()), new Node(mode, major, minor, behaviour));
        Files.createDirectories(folder(mode == 0x6000 ? "block" : "char", major, minor));
        return file;
    }

    private Path folder(String kind, int major, int minor) {
        return sysfs.resolve("dev/" + kind + "/" + major + ":" + minor);
    }

    /** From now on sysfs says that it is a partition. */
    void makePartition(int major, int minor) throws IOException {
        Files.writeString(folder("block", major, minor).resolve("partition"), "1\n");
    }

    /** From now on sysfs says that it is a device-mapper device with that uuid. */
    void makeMapped(int major, int minor, String uuid) throws IOException {
        Path dm = Files.createDirectories(folder("block", major, minor).resolve("dm"));
        Files.writeString(dm.resolve("uuid"), uuid + "\n");
    }

    /** From now on sysfs does not know it. */
    void remove(int major, int minor) throws IOException {
        deleteAll(folder("block", major, minor));
    }

    /** The same of a character device. */
    void removeCharacter(int major, int minor) throws IOException {
        deleteAll(folder("char", major, minor));
    }

    /** From now on there is no sysfs. */
    void removeSysfs() throws IOException {
        deleteAll(sysfs);
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private int stat(InterceptedKernel.Call call) throws Throwable {
        int result = call.really();
        if (result == 0) {
            MemorySegment statx = at(call.arguments().get(4), 256);
            FileIdentity identity = new FileIdentity(
                    ((long) statx.get(INT, 136) << 32) | Integer.toUnsignedLong(statx.get(INT, 140)),
                    statx.get(LONG, 32));
            Node node = nodes.get(identity);
            if (node != null) {
                statx.set(ValueLayout.JAVA_SHORT_UNALIGNED, 28, (short) (node.mode | 0600));
                statx.set(INT, 128, node.major);
                statx.set(INT, 132, node.minor);
            }
        }
        return result;
    }

    private int open(InterceptedKernel.Call call) throws Throwable {
        String path = at(call.arguments().get(0), 4096).getString(0);
        if (!path.startsWith("/dev/")) {
            return call.really();
        }
        OwnedFd node = names.get(path);
        if (node == null) {
            return -Errno.ENOENT.code();
        }
        Memory same = Memory.cString("/proc/self/fd/" + node.fd());
        return Kernel.linux()
                .files()
                .open(new CallState(), same, call.arguments().get(1).intValue(), 0);
    }

    private int ioctl(InterceptedKernel.Call call) throws Throwable {
        Node node = nodes.get(FileIdentity.of(call.fd()));
        if (node == null || call.arguments().get(1) != SG_IO) {
            return call.really();
        }
        executed.incrementAndGet();
        return node.behaviour.execute(new Header(at(call.arguments().get(2), 88)));
    }

    @SuppressWarnings("restricted") // the addresses are those that the server passes to the kernel
    private static MemorySegment at(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(sysfs)) {
            deleteAll(sysfs);
        }
    }
}
