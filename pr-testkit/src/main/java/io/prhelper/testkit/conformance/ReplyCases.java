// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationType;
import io.prhelper.core.protocol.Wire;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.testkit.conformance.ConformanceSubject.HelperWay;
import java.io.IOException;
import java.util.List;

/** Replies; what QEMU's client takes for granted is checked of each reply in every case, see {@link HelperReply#check}. */
final class ReplyCases {
    private static final String REQUIRED = "QEMU scsi/pr-manager-helper.c, pr_manager_helper_run";
    private static final int[] LENGTHS = {0, 1, 2, 3, 7, 8, 9, 15, 16, 23, 24, 25, 255, 256, 8191, 8192};

    static final List<ConformanceCase> ALL = List.of(
            ConformanceCase.of(
                    "a rule of QEMU's client: no more data than the allocation length",
                    REQUIRED,
                    subject -> allocationLengths(subject.helper(), PrInAction.READ_KEYS),
                    Need.SOCKET),
            ConformanceCase.of(
                    "a rule of QEMU's client: no more data than the allocation length, with registrations to tell of",
                    REQUIRED,
                    subject -> allocationLengthsWithRegistrations(subject),
                    Need.SOCKET,
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "a rule of QEMU's client: REPORT CAPABILITIES that ends GOOD has 3 bytes or more",
                    "QEMU 11 scsi/pr-manager.c",
                    subject -> allocationLengths(subject.helper(), PrInAction.REPORT_CAPABILITIES),
                    Need.SOCKET),
            ConformanceCase.of(
                    "a rule of QEMU's client: no data with PERSISTENT RESERVE OUT",
                    REQUIRED,
                    subject -> outHasNoData(subject.helper()),
                    Need.SOCKET,
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "a rule of QEMU's client: no data with a status that is not GOOD",
                    REQUIRED,
                    subject -> refusedInHasNoData(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "reserved bits above the service action are not taken for a part of it",
                    "SPC-5, 6.16.1",
                    subject -> reservedBits(subject.helper()),
                    Need.SOCKET),
            ConformanceCase.of(
                    "RESERVATION CONFLICT reaches the guest, without sense",
                    "QEMU scsi/qemu-pr-helper.c, do_sgio",
                    subject -> conflict(subject),
                    Need.SOCKET,
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "CLEANUP is answered, negotiated or not, and does nothing to what is no multipath map",
                    "QEMU docs/interop/pr-helper.rst of 2026",
                    subject -> cleanup(subject.helper()),
                    Need.SOCKET,
                    Need.DATA_LOSS),
            ConformanceCase.of(
                    "CLEANUP through a descriptor that is open for reading only is refused",
                    "QEMU docs/interop/pr-helper.rst of 2026",
                    subject -> cleanupReadOnly(subject.helper()),
                    Need.SOCKET));

    private ReplyCases() {}

    private static void allocationLengths(HelperWay helper, PrInAction action) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            for (int length : LENGTHS) {
                dialogue.ask(HelperRequest.in(action, length), helper.first());
            }
            dialogue.isInStep(helper.first());
        }
    }

    private static void allocationLengthsWithRegistrations(ConformanceSubject subject) throws IOException {
        subject.bench()
                .registered()
                .first()
                .reserves(Bench.A, ReservationType.WRITE_EXCLUSIVE)
                .isGood();
        for (PrInAction action : PrInAction.values()) {
            allocationLengths(subject.helper(), action);
        }
    }

    private static void outHasNoData(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            for (int action = 0; action <= 0x1f; action++) {
                dialogue.ask(HelperRequest.out(action, PrOutCommand.BASIC_LIST_LENGTH), helper.first());
            }
            dialogue.isInStep(helper.first());
        }
    }

    private static void refusedInHasNoData(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            HelperRequest all = HelperRequest.in(PrInAction.READ_KEYS, Wire.MAX_DATA_LENGTH);
            for (int action = PrInAction.values().length; action <= 0x1f; action++) {
                dialogue.ask(all.with(1, action), helper.first());
            }
            dialogue.isInStep(helper.first());
        }
    }

    private static void reservedBits(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            for (int length : LENGTHS) {
                HelperRequest capabilities = HelperRequest.in(PrInAction.REPORT_CAPABILITIES, length);
                dialogue.ask(capabilities.with(1, 0xe0 | PrInAction.REPORT_CAPABILITIES.code()), helper.first());
            }
            dialogue.isInStep(helper.first());
        }
    }

    private static void conflict(ConformanceSubject subject) throws IOException {
        ReservationType type = ReservationType.EXCLUSIVE_ACCESS;
        subject.bench().registered().first().reserves(Bench.A, type).isGood();
        try (Dialogue dialogue = Dialogue.open(subject.helper())) {
            int disk = subject.helper().second();
            // The first one may tell of what happened to the registrations before.
            dialogue.ask(HelperRequest.READ_KEYS, disk);
            dialogue.ask(HelperRequest.of(new PrOutCommand.Reserve(Bench.B, type)), disk)
                    .is(ScsiStatus.RESERVATION_CONFLICT);
        }
    }

    private static void cleanup(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper)) {
            dialogue.ask(HelperRequest.CLEANUP, helper.first()).isGood();
            dialogue.isInStep(helper.first());
        }
    }

    private static void cleanupReadOnly(HelperWay helper) throws IOException {
        try (Dialogue dialogue = Dialogue.open(helper);
                OwnedFd disk = DescriptorCases.readOnlyCopy(helper.first())) {
            dialogue.ask(HelperRequest.CLEANUP, disk.fd()).isBuiltSense(Sense.INVALID_OPCODE);
        }
    }
}
