// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * REPORT CAPABILITIES parameter data (SPC-5, 6.16.4), eight bytes.
 *
 * <pre>
 *   0     LENGTH (2), 0008h
 *   2     RLR_C 7, CRH 4, SIP_C 3, ATP_C 2, PTPL_C 0
 *   3     TMV 7, ALLOW COMMANDS 6-4, PTPL_A 0
 *   4     type mask: WR_EX_AR 7, EX_AC_RO 6, WR_EX_RO 5, EX_AC 3, WR_EX 1
 *   5     EX_AC_AR 0
 *   6     reserved (2)
 * </pre>
 *
 * @param replaceLostReservation RLR_C: REPLACE LOST RESERVATION is supported
 * @param compatibleReservationHandling CRH
 * @param specifyInitiatorPorts SIP_C: SPEC_I_PT is supported
 * @param allTargetPorts ATP_C: ALL_TG_PT is supported
 * @param persistThroughPowerLoss PTPL_C: APTPL is supported
 * @param persistThroughPowerLossActive PTPL_A: APTPL is in force
 * @param allowCommands ALLOW COMMANDS, 0 to 7: which commands pass reservations
 * @param typeMaskValid TMV; where false, {@code types} says nothing
 * @param types reservation types supported
 */
public record ReportCapabilitiesData(
        boolean replaceLostReservation,
        boolean compatibleReservationHandling,
        boolean specifyInitiatorPorts,
        boolean allTargetPorts,
        boolean persistThroughPowerLoss,
        boolean persistThroughPowerLossActive,
        int allowCommands,
        boolean typeMaskValid,
        Set<ReservationType> types)
        implements PrInData {
    /** Bytes of the parameter data. */
    public static final int LENGTH = 8;

    private static final int RLR_C = 0x80;
    private static final int CRH = 0x10;
    private static final int SIP_C = 0x08;
    private static final int ATP_C = 0x04;
    private static final int PTPL_C = 0x01;
    private static final int TMV = 0x80;
    private static final int ALLOW_COMMANDS_SHIFT = 4;
    private static final int PTPL_A = 0x01;

    /** Checks the range. */
    public ReportCapabilitiesData {
        if (allowCommands < 0 || allowCommands > 7) {
            throw new IllegalArgumentException("ALLOW COMMANDS is 0 to 7, not " + allowCommands);
        }
        types = Set.copyOf(types);
    }

    /** Decodes what came, see {@link PrInData}. */
    public static Received<ReportCapabilitiesData> decode(byte[] bytes) {
        ByteBuffer data = ByteBuffer.allocate(LENGTH).put(0, bytes, 0, Math.min(bytes.length, LENGTH));
        int supported = data.get(2);
        int active = data.get(3);
        ReportCapabilitiesData decoded = new ReportCapabilitiesData(
                (supported & RLR_C) != 0,
                (supported & CRH) != 0,
                (supported & SIP_C) != 0,
                (supported & ATP_C) != 0,
                (supported & PTPL_C) != 0,
                (active & PTPL_A) != 0,
                active >> ALLOW_COMMANDS_SHIFT & 0x7,
                (active & TMV) != 0,
                types(data.getShort(4)));
        return new Received<>(decoded, bytes.length < 2 ? 0 : data.getShort(0) & 0xffff, bytes.length);
    }

    private static Set<ReservationType> types(int mask) {
        Set<ReservationType> types = EnumSet.noneOf(ReservationType.class);
        for (ReservationType type : ReservationType.values()) {
            if ((mask & maskBit(type)) != 0) {
                types.add(type);
            }
        }
        return types;
    }

    /** The bit of bytes 4 and 5 that stands for a type: bit {@code code} of byte 4, and of byte 5 from 8 on. */
    private static int maskBit(ReservationType type) {
        return 1 << (type.code() + 8) % 16;
    }

    @Override
    public PrInAction action() {
        return PrInAction.REPORT_CAPABILITIES;
    }

    @Override
    public byte[] encode() {
        int supported = (replaceLostReservation ? RLR_C : 0)
                | (compatibleReservationHandling ? CRH : 0)
                | (specifyInitiatorPorts ? SIP_C : 0)
                | (allTargetPorts ? ATP_C : 0)
                | (persistThroughPowerLoss ? PTPL_C : 0);
        int active = (typeMaskValid ? TMV : 0)
                | allowCommands << ALLOW_COMMANDS_SHIFT
                | (persistThroughPowerLossActive ? PTPL_A : 0);
        int mask = types.stream().mapToInt(ReportCapabilitiesData::maskBit).reduce(0, (bits, bit) -> bits | bit);
        return ByteBuffer.allocate(LENGTH)
                .putShort(0, (short) LENGTH)
                .put(2, (byte) supported)
                .put(3, (byte) active)
                .putShort(4, (short) mask)
                .array();
    }
}
