// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.raw.RawConnection;
import io.prhelper.testkit.conformance.ConformanceSubject.HelperWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Descriptors that are passed. */
final class DescriptorCases {
    private static final String SOURCE = "QEMU scsi/qemu-pr-helper.c, prh_read_request";
    private static final int[] NONE = {};

    static final List<ConformanceCase> ALL = List.of(
            ConformanceCase.of(
                    "a CDB without a descriptor closes the connection",
                    SOURCE,
                    subject -> violates(subject.helper(), NONE),
                    Need.SOCKET),
            ConformanceCase.of(
                    "a CDB with two descriptors and more closes the connection",
                    SOURCE,
                    subject -> tooMany(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "a CDB whose pieces bring two descriptors closes the connection",
                    SOURCE,
                    subject -> twoPieces(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "descriptors with the parameter list are dropped",
                    SOURCE,
                    subject -> withTheList(subject.helper()),
                    Need.SOCKET,
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "a descriptor that came is closed after its request, and when the connection is closed for a violation",
                    SOURCE,
                    subject -> isClosed(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "the flags of the open file, which the client shares, stay as they are",
                    "fcntl(2), F_SETFL",
                    subject -> keepsFlags(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "PERSISTENT RESERVE OUT through a descriptor that is open for reading only is refused",
                    "QEMU scsi/qemu-pr-helper.c, do_pr_out",
                    subject -> readOnly(subject.helper()),
                    Need.SOCKET,
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "PERSISTENT RESERVE IN through a descriptor that is open for reading only is served",
                    "QEMU scsi/qemu-pr-helper.c, do_pr_in",
                    subject -> readsReadOnly(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "a descriptor of no SCSI device is answered with CHECK CONDITION",
                    "QEMU scsi/utils.c, sg_io_sense_from_errno",
                    subject -> noDevice(subject.helper()),
                    Need.SOCKET));

    private DescriptorCases() {}

    private static void violates(HelperWay helper, int... fds) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            dialogue.send(HelperRequest.READ_KEYS.bytes(), fds)
                    .isClosedAfter("a CDB with " + fds.length + " descriptors");
        }
    }

    private static void tooMany(HelperWay helper) throws IOException {
        for (int count : new int[] {2, 3, RawConnection.MAX_DESCRIPTORS}) {
            int[] fds = new int[count];
            Arrays.fill(fds, helper.first());
            violates(helper, fds);
        }
    }

    private static void twoPieces(HelperWay helper) throws IOException {
        int[] disk = {helper.first()};
        for (int at = 1; at < Wire.CDB_LENGTH; at++) {
            try (Dialogue dialogue = Dialogue.open(helper)) {
                dialogue.sendInPieces(HelperRequest.READ_KEYS.bytes(), at, disk, disk)
                        .isClosedAfter("a descriptor with each piece of a CDB, cut at " + at);
            }
        }
    }

    private static void withTheList(HelperWay helper) throws IOException {
        HelperRequest request = HelperRequest.idleOut();
        try (Dialogue dialogue = Dialogue.open(helper);
                Witness witness = Witness.open()) {
            dialogue.sendInPieces(
                    request.bytes(), Wire.CDB_LENGTH, new int[] {helper.first()}, new int[] {witness.fd(), witness.fd()
                    });
            dialogue.reply(request);
            dialogue.isInStep(helper.first());
            witness.isClosedAfter("it came with a parameter list");
        }
    }

    private static void isClosed(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper);
                Witness served = Witness.open()) {
            dialogue.ask(HelperRequest.READ_KEYS, served.fd());
            served.isClosedAfter("its request");
        }
        closesAfter(helper, HelperRequest.bare(0x12, 0), "an unknown operation code", 1);
        closesAfter(helper, HelperRequest.bare(0x5e, Wire.MAX_DATA_LENGTH + 1), "a length over 8192", 1);
        closesAfter(helper, HelperRequest.READ_KEYS, "too many descriptors", 3);
        try (Witness begun = Witness.open()) {
            try (Dialogue dialogue = Dialogue.open(helper)) {
                dialogue.send(new byte[5], begun.fd()).isRead();
            }
            begun.isClosedAfter("its client left inside a CDB");
        }
    }

    private static void closesAfter(HelperWay helper, HelperRequest request, String what, int copies)
            throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper);
                Witness witness = Witness.open()) {
            int[] fds = new int[copies];
            Arrays.fill(fds, witness.fd());
            dialogue.send(request.bytes(), fds).isClosedAfter(what);
            witness.isClosedAfter(what);
        }
    }

    private static void keepsFlags(HelperWay helper) throws IOException {
        String before = flags(helper.first());
        try (Dialogue dialogue = Dialogue.open(helper)) {
            dialogue.isInStep(helper.first());
        }
        Expect.equal("flags of the open file", before, flags(helper.first()));
    }

    private static String flags(int fd) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(fd))).stream()
                .filter(line -> line.startsWith("flags:"))
                .findFirst()
                .orElseThrow();
    }

    static OwnedFd readOnlyCopy(int fd) throws IOException {
        return OwnedFd.open(Path.of("/proc/self/fd", Integer.toString(fd)), false);
    }

    private static void readOnly(HelperWay helper) throws IOException {
        PrOutCommand register = new PrOutCommand.RegisterAndIgnoreExistingKey(new ReservationKey(0x0bad));
        try (Dialogue dialogue = Dialogue.open(helper);
                OwnedFd disk = readOnlyCopy(helper.first())) {
            byte[] before =
                    dialogue.ask(HelperRequest.READ_KEYS, helper.first()).data();
            dialogue.ask(HelperRequest.of(register), disk.fd()).isBuiltSense(Sense.INVALID_OPCODE);
            byte[] after = dialogue.ask(HelperRequest.READ_KEYS, helper.first()).data();
            Expect.that(Arrays.equals(before, after), "the refused command changed the registrations");
        }
    }

    private static void readsReadOnly(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper);
                OwnedFd disk = readOnlyCopy(helper.first())) {
            dialogue.isInStep(disk.fd());
        }
    }

    private static void noDevice(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper);
                OwnedFd nothing = OwnedFd.inMemory("nothing")) {
            dialogue.ask(HelperRequest.READ_KEYS, nothing.fd()).isBuiltSense(Sense.IO_PROCESS_TERMINATED);
            dialogue.isInStep(helper.first());
        }
    }
}
