// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
 */
public final class ReportCapabilitiesData extends PrInData {
    /** Bytes of the parameter data. */
    public static final int LENGTH = 8;

    private static final int CAN = 2;
    private static final int RLR_C = 0x80;
    private static final int CRH = 0x10;
    private static final int SIP_C = 0x08;
    private static final int ATP_C = 0x04;
    private static final int PTPL_C = 0x01;

    private static final int DOES = 3;
    private static final int TMV = 0x80;
    private static final int ALLOW_COMMANDS_SHIFT = 4;
    private static final int PTPL_A = 0x01;

    private static final int TYPES = 4;

    private final ByteBuffer data;
    private final long announced;

    /** What the answer says of a capability. */
    public enum Support {
        /** The bit is set. */
        YES,
        /** The bit is not set. */
        NO,
        /** Nothing: that byte did not come, or of types, TMV says that the mask is not valid. */
        UNKNOWN
    }

    /**
     * All of it.
     *
     * @param replaceLostReservation RLR_C: REPLACE LOST RESERVATION is supported
     * @param compatibleReservationHandling CRH: RESERVE and RELEASE of SPC-2 from a registrant are GOOD without effect
     * @param specifyInitiatorPorts SIP_C: SPEC_I_PT is supported
     * @param allTargetPorts ATP_C: ALL_TG_PT is supported
     * @param persistThroughPowerLoss PTPL_C: APTPL is supported
     * @param persistThroughPowerLossActive PTPL_A: APTPL is in force
     * @param allowCommands ALLOW COMMANDS, 0 to 7: which commands pass reservations
     * @param typeMaskValid TMV; where false, {@code types} says nothing
     * @param types reservation types supported
     * @throws IllegalArgumentException if ALLOW COMMANDS is out of range
     */
    public ReportCapabilitiesData(
            boolean replaceLostReservation,
            boolean compatibleReservationHandling,
            boolean specifyInitiatorPorts,
            boolean allTargetPorts,
            boolean persistThroughPowerLoss,
            boolean persistThroughPowerLossActive,
            int allowCommands,
            boolean typeMaskValid,
            Set<ReservationType> types) {
        this(
                bytes(
                        (replaceLostReservation ? RLR_C : 0)
                                | (compatibleReservationHandling ? CRH : 0)
                                | (specifyInitiatorPorts ? SIP_C : 0)
                                | (allTargetPorts ? ATP_C : 0)
                                | (persistThroughPowerLoss ? PTPL_C : 0),
                        (typeMaskValid ? TMV : 0)
                                | checked(allowCommands) << ALLOW_COMMANDS_SHIFT
                                | (persistThroughPowerLossActive ? PTPL_A : 0),
                        types),
                ANY_LENGTH);
    }

    private ReportCapabilitiesData(byte[] bytes, int allocationLength) {
        super(bytes);
        int came = Math.min(bytes.length, allocationLength);
        announced = came < CAN ? 0 : ByteBuffer.wrap(bytes).getShort(0) & 0xffff;
        data = ByteBuffer.wrap(bytes, 0, (int) Math.min(came, announced));
    }

    private static byte[] bytes(int can, int does, Set<ReservationType> types) {
        byte[] bytes = {0, LENGTH, (byte) can, (byte) does, 0, 0, 0, 0};
        types.forEach(type -> bytes[maskByte(type)] |= (byte) maskBit(type));
        return bytes;
    }

    private static int checked(int allowCommands) {
        if (allowCommands < 0 || allowCommands > 7) {
            throw new IllegalArgumentException("ALLOW COMMANDS is 0 to 7, not " + allowCommands);
        }
        return allowCommands;
    }

    /**
     * Decodes what came, where it is not known how much was asked for; never throws, see {@link PrInData}.
     *
     * @param bytes cut off anywhere; copied
     * @return with what the bytes say; {@link Support#UNKNOWN} where one did not come
     */
    public static ReportCapabilitiesData decode(byte[] bytes) {
        return decode(bytes, ANY_LENGTH);
    }

    static ReportCapabilitiesData decode(byte[] bytes, int allocationLength) {
        return new ReportCapabilitiesData(bytes.clone(), allocationLength);
    }

    private Support bit(int index, int bit) {
        if (index >= data.limit()) {
            return Support.UNKNOWN;
        }
        return (data.get(index) & bit) != 0 ? Support.YES : Support.NO;
    }

    /** {@return RLR_C: whether REPLACE LOST RESERVATION is supported} */
    public Support replaceLostReservation() {
        return bit(CAN, RLR_C);
    }

    /** {@return CRH: whether RESERVE and RELEASE of SPC-2 from a registrant are GOOD without effect} */
    public Support compatibleReservationHandling() {
        return bit(CAN, CRH);
    }

    /** {@return SIP_C: whether SPEC_I_PT is supported} */
    public Support specifyInitiatorPorts() {
        return bit(CAN, SIP_C);
    }

    /** {@return ATP_C: whether ALL_TG_PT is supported} */
    public Support allTargetPorts() {
        return bit(CAN, ATP_C);
    }

    /** {@return PTPL_C: whether APTPL is supported} */
    public Support persistThroughPowerLoss() {
        return bit(CAN, PTPL_C);
    }

    /** {@return PTPL_A: whether APTPL is in force} */
    public Support persistThroughPowerLossActive() {
        return bit(DOES, PTPL_A);
    }

    /** {@return ALLOW COMMANDS, 0 to 7: which commands pass reservations; empty where it did not come} */
    public OptionalInt allowCommands() {
        return DOES < data.limit() ? OptionalInt.of(data.get(DOES) >> ALLOW_COMMANDS_SHIFT & 0x7) : OptionalInt.empty();
    }

    /**
     * Whether reservations of that type can be made.
     *
     * @param type looked up in the type mask
     * @return {@link Support#UNKNOWN} also where TMV says that the mask is not valid
     */
    public Support supports(ReservationType type) {
        return bit(DOES, TMV) == Support.YES ? bit(maskByte(type), maskBit(type)) : Support.UNKNOWN;
    }

    /** The mask has two bytes: bit {@code code} of byte 4, and of byte 5 from 8 on. */
    private static int maskByte(ReservationType type) {
        return TYPES + type.code() / Byte.SIZE;
    }

    private static int maskBit(ReservationType type) {
        return 1 << type.code() % Byte.SIZE;
    }

    @Override
    public PrInAction action() {
        return PrInAction.REPORT_CAPABILITIES;
    }

    @Override
    public long announced() {
        return announced;
    }

    @Override
    public OptionalLong missing() {
        long missing = announced - data.limit();
        return missing > 0 || announced >= LENGTH ? OptionalLong.of(missing) : OptionalLong.empty();
    }

    @Override
    String fields() {
        StringBuilder types = new StringBuilder();
        for (ReservationType type : ReservationType.values()) {
            types.append(", ").append(type).append('=').append(supports(type));
        }
        return "replaceLostReservation=" + replaceLostReservation() + ", compatibleReservationHandling="
                + compatibleReservationHandling() + ", specifyInitiatorPorts=" + specifyInitiatorPorts()
                + ", allTargetPorts=" + allTargetPorts() + ", persistThroughPowerLoss=" + persistThroughPowerLoss()
                + ", persistThroughPowerLossActive=" + persistThroughPowerLossActive() + ", allowCommands="
                + (allowCommands().isPresent() ? allowCommands().getAsInt() : Support.UNKNOWN) + types;
    }
}
