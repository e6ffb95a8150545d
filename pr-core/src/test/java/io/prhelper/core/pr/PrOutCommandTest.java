// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import static io.prhelper.core.scsi.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Each case runs whole, with trailing bytes, and cut off at every byte. */
class PrOutCommandTest {
    private static final ReservationKey KEY = new ReservationKey(0x1122334455667788L);
    private static final ReservationKey OTHER = new ReservationKey(0x99aabbccddeeff01L);
    private static final String KEYS = "1122334455667788 99aabbccddeeff01";
    private static final String KEY_ONLY = "1122334455667788 0000000000000000";
    private static final String SAS = "06000000 5000c50012345678 000000000000000000000000";
    private static final String FC = "0000000000000000 2100001122334455 0000000000000000";

    static final List<Arguments> CASES = List.of(
            Arguments.of(new PrOutCommand.Register(KEY, OTHER), "5f00 00 0000 00000018 00", KEYS + "00000000 00000000"),
            Arguments.of(
                    new PrOutCommand.Register(
                            KEY, OTHER, RegisterOptions.NONE.withAptpl().withAllTgPt()),
                    "5f00 00 0000 00000018 00",
                    KEYS + "00000000 05000000"),
            Arguments.of(
                    new PrOutCommand.Register(KEY, OTHER, RegisterOptions.NONE.withTransportIds(List.of())),
                    "5f00 00 0000 0000001c 00",
                    KEYS + "00000000 08000000 00000000"),
            Arguments.of(
                    new PrOutCommand.Register(
                            KEY,
                            OTHER,
                            RegisterOptions.NONE.withTransportIds(List.of(
                                    new TransportId.Sas(0x5000c50012345678L),
                                    new TransportId.FibreChannel(0x2100001122334455L)))),
                    "5f00 00 0000 0000004c 00",
                    KEYS + "00000000 08000000 00000030" + SAS + FC),
            Arguments.of(
                    new PrOutCommand.Reserve(KEY, ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY),
                    "5f01 05 0000 00000018 00",
                    KEY_ONLY + "00000000 00000000"),
            Arguments.of(
                    new PrOutCommand.Release(KEY, ReservationType.EXCLUSIVE_ACCESS_ALL_REGISTRANTS),
                    "5f02 08 0000 00000018 00",
                    KEY_ONLY + "00000000 00000000"),
            Arguments.of(new PrOutCommand.Clear(KEY), "5f03 00 0000 00000018 00", KEY_ONLY + "00000000 00000000"),
            Arguments.of(
                    new PrOutCommand.Preempt(KEY, OTHER, ReservationType.WRITE_EXCLUSIVE),
                    "5f04 01 0000 00000018 00",
                    KEYS + "00000000 00000000"),
            Arguments.of(
                    new PrOutCommand.PreemptAndAbort(KEY, OTHER, ReservationType.EXCLUSIVE_ACCESS),
                    "5f05 03 0000 00000018 00",
                    KEYS + "00000000 00000000"),
            Arguments.of(
                    new PrOutCommand.RegisterAndIgnoreExistingKey(KEY, OTHER, RegisterOptions.NONE.withAptpl()),
                    "5f06 00 0000 00000018 00",
                    KEYS + "00000000 01000000"),
            Arguments.of(
                    new PrOutCommand.RegisterAndMove(
                            KEY, OTHER, true, false, 0x0102, new TransportId.Sas(0x5000c50012345678L)),
                    "5f07 00 0000 00000030 00",
                    KEYS + "00 02 0102 00000018" + SAS),
            Arguments.of(
                    new PrOutCommand.RegisterAndMove(
                            KEY, OTHER, false, true, 0xffff, new TransportId.FibreChannel(0x2100001122334455L)),
                    "5f07 00 0000 00000030 00",
                    KEYS + "00 01 ffff 00000018" + FC),
            Arguments.of(
                    new PrOutCommand.RegisterAndMove(
                            KEY, OTHER, false, false, 0, new TransportId.FibreChannel(0x2100001122334455L)),
                    "5f07 00 0000 00000030 00",
                    KEYS + "00 00 0000 00000018" + FC),
            Arguments.of(
                    new PrOutCommand.ReplaceLostReservation(OTHER, ReservationType.EXCLUSIVE_ACCESS_REGISTRANTS_ONLY),
                    "5f08 06 0000 00000018 00",
                    "0000000000000000 99aabbccddeeff01 00000000 00000000"));

    @ParameterizedTest
    @FieldSource("CASES")
    void encodesToTheBytesOfTheStandard(PrOutCommand command, String cdb, String list) {
        assertThat(command.cdb()).isEqualTo(hex(cdb));
        assertThat(command.dataOut()).isEqualTo(hex(list));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void decodesTheBytesOfTheStandard(PrOutCommand command, String cdb, String list) {
        assertThat(PrOutCommand.decode(hex(cdb), hex(list))).isEqualTo(Decoded.valid(command));
    }

    /** Each field by itself, and next to it bits that are another's. */
    @Test
    void registerAndMoveReadsEachFieldWhereItStands() {
        PrOutCommand.RegisterAndMove unreg = move("fe 8002");
        assertThat(unreg.unreg()).isTrue();
        assertThat(unreg.aptpl()).isFalse();
        assertThat(unreg.relativeTargetPort()).isEqualTo(0x8002);
        PrOutCommand.RegisterAndMove aptpl = move("fd 0000");
        assertThat(aptpl.unreg()).isFalse();
        assertThat(aptpl.aptpl()).isTrue();
        assertThat(aptpl.relativeTargetPort()).isZero();
        assertThat(aptpl.destination()).isEqualTo(new TransportId.Sas(0x5000c50012345678L));
    }

    private static PrOutCommand.RegisterAndMove move(String flagsAndPort) {
        byte[] list = hex(KEYS + "00" + flagsAndPort + "00000018" + SAS);
        return (PrOutCommand.RegisterAndMove)
                PrOutCommand.decode(hex("5f07 00 0000 00000030 00"), list).orElseThrow();
    }

    @Test
    void registerAndMoveWritesEachField() {
        TransportId sas = new TransportId.Sas(0x5000c50012345678L);
        assertThat(new PrOutCommand.RegisterAndMove(KEY, OTHER, true, true, 0x0102, sas).dataOut())
                .isEqualTo(hex(KEYS + "00 03 0102 00000018" + SAS));
        assertThat(new PrOutCommand.RegisterAndMove(KEY, OTHER, true, false, 0x0102, sas).dataOut())
                .isEqualTo(hex(KEYS + "00 02 0102 00000018" + SAS));
        assertThat(new PrOutCommand.RegisterAndMove(KEY, OTHER, false, true, 0x0102, sas).dataOut())
                .isEqualTo(hex(KEYS + "00 01 0102 00000018" + SAS));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void whatFollowsCdbAndListMeansNothingAndIsKept(PrOutCommand command, String cdb, String list) {
        meansTheSame(command, hex(cdb + "ffffffffffff"), hex(list + "ff".repeat(40)));
    }

    private static void meansTheSame(PrOutCommand command, byte[] cdb, byte[] list) {
        PrOutCommand decoded = PrOutCommand.decode(cdb, list).orElseThrow();
        assertThat(decoded).hasToString(command.toString()).isNotEqualTo(command);
        assertThat(decoded.cdb()).isEqualTo(cdb);
        assertThat(decoded.dataOut()).isEqualTo(list);
        assertThat(decoded.getClass()).isEqualTo(command.getClass());
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void itsBytesAreItsOwn(PrOutCommand command, String cdb, String list) {
        command.cdb()[0] = 0;
        command.dataOut()[0] ^= 1;
        byte[] givenCdb = hex(cdb);
        byte[] givenList = hex(list);
        PrOutCommand decoded = PrOutCommand.decode(givenCdb, givenList).orElseThrow();
        givenCdb[0] = 0;
        givenList[0] ^= 1;
        assertThat(decoded).isEqualTo(command).hasSameHashCodeAs(command).isNotEqualTo(decoded.cdb());
        assertThat(decoded.cdb()).isEqualTo(hex(cdb));
        assertThat(decoded.dataOut()).isEqualTo(hex(list));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void aListThatDidNotComeWholeIsALengthError(PrOutCommand command, String cdb, String list) {
        byte[] whole = hex(list);
        for (int length = 0; length < whole.length; length++) {
            assertThat(PrOutCommand.decode(hex(cdb), Arrays.copyOf(whole, length)))
                    .as("%s cut to %d bytes", command.action(), length)
                    .isEqualTo(Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR));
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void aListThatTheCdbCutsOffIsRefused(PrOutCommand command, String cdb, String list) {
        byte[] whole = hex(list);
        for (int length = 0; length < whole.length; length++) {
            Sense expected = length < 28 || command instanceof PrOutCommand.RegisterAndMove
                    ? Sense.PARAMETER_LIST_LENGTH_ERROR
                    : Sense.INVALID_FIELD_IN_PARAMETER_LIST;
            assertThat(PrOutCommand.decode(withListLength(hex(cdb), length), whole))
                    .as("%s cut to %d bytes", command.action(), length)
                    .isEqualTo(Decoded.refused(expected));
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void aListWithFourBytesTooManyIsRefused(PrOutCommand command, String cdb, String list) {
        byte[] longer = hex(list + "00000000");
        boolean withIds = (longer[20] & 8) != 0 && !(command instanceof PrOutCommand.RegisterAndMove);
        assertThat(PrOutCommand.decode(withListLength(hex(cdb), longer.length), longer))
                .isEqualTo(Decoded.refused(
                        withIds ? Sense.INVALID_FIELD_IN_PARAMETER_LIST : Sense.PARAMETER_LIST_LENGTH_ERROR));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void anotherOperationCodeIsRefused(PrOutCommand command, String cdb, String list) {
        byte[] other = hex(cdb);
        other[0] = 0x5e;
        assertThat(PrOutCommand.decode(other, hex(list))).isEqualTo(Decoded.refused(Sense.INVALID_OPCODE));
        assertThat(PrOutCommand.decode(new byte[0], command.dataOut()))
                .isEqualTo(Decoded.refused(Sense.INVALID_OPCODE));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void aCdbThatIsCutOffIsRefused(PrOutCommand command, String cdb, String list) {
        for (int length = 1; length < PrCommand.CDB_LENGTH; length++) {
            assertThat(PrOutCommand.decode(Arrays.copyOf(hex(cdb), length), hex(list)))
                    .as("%s", command.action())
                    .isEqualTo(Decoded.refused(Sense.INVALID_FIELD_IN_CDB));
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void reservedBitsMeanNothingAndAreKept(PrOutCommand command, String cdb, String list) {
        byte[] noisyCdb = hex(cdb);
        noisyCdb[1] |= (byte) 0xe0;
        noisyCdb[3] = (byte) 0xff;
        noisyCdb[4] = (byte) 0xff;
        noisyCdb[9] = (byte) 0xff;
        byte[] noisyList = hex(list);
        if (command instanceof PrOutCommand.RegisterAndMove) {
            noisyList[16] = (byte) 0xff;
            noisyList[17] |= (byte) 0xfc;
        } else {
            Arrays.fill(noisyList, 16, 20, (byte) 0xff);
            noisyList[20] |= (byte) 0xf2;
            Arrays.fill(noisyList, 21, 24, (byte) 0xff);
        }
        meansTheSame(command, noisyCdb, noisyList);
        meansTheSame(command, noisyCdb, hex(list));
        meansTheSame(command, hex(cdb), noisyList);
    }

    @Test
    void fieldsThatAServiceActionDoesNotLookAtMeanNothing() {
        byte[] list = hex("1122334455667788 99aabbccddeeff01 0000000000000000");
        meansTheSame(new PrOutCommand.Clear(KEY), hex("5f03 05 0000 00000018 00"), list);
        meansTheSame(
                new PrOutCommand.Reserve(KEY, ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY),
                hex("5f01 05 0000 00000018 00"),
                list);
        meansTheSame(
                new PrOutCommand.Release(KEY, ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY),
                hex("5f02 05 0000 00000018 00"),
                list);
        meansTheSame(new PrOutCommand.Register(KEY, OTHER), hex("5f00 05 0000 00000018 00"), list);
        meansTheSame(
                new PrOutCommand.RegisterAndIgnoreExistingKey(KEY, OTHER, RegisterOptions.NONE),
                hex("5f06 05 0000 00000018 00"),
                list);
    }

    /** As SCST reports it: REGISTER AND MOVE has to name it in the same spelling. */
    @Test
    void aDestinationIsSpelledAsItCame() {
        byte[] id = hex("45000024 69716e2e323032362d30312e70726c61623a612c692c3078313030303030303030383000");
        PrOutCommand.RegisterAndMove move =
                new PrOutCommand.RegisterAndMove(KEY, OTHER, false, false, 1, TransportId.of(id));
        assertThat(Arrays.copyOfRange(move.dataOut(), 24, move.dataOut().length))
                .isEqualTo(id);
        assertThat(PrOutCommand.decode(move.cdb(), move.dataOut())).isEqualTo(Decoded.valid(move));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void specIPtIsRefusedWhereNothingIsRegistered(PrOutCommand command, String cdb, String list) {
        byte[] flagged = hex(list);
        flagged[20] |= 0x08;
        Decoded<PrOutCommand> expected = switch (command.action()) {
            case RESERVE, RELEASE, CLEAR, PREEMPT, PREEMPT_AND_ABORT, REPLACE_LOST_RESERVATION ->
                Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
            case REGISTER, REGISTER_AND_IGNORE_EXISTING_KEY, REGISTER_AND_MOVE ->
                Arrays.equals(flagged, hex(list))
                        ? Decoded.valid(command)
                        : Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR);
        };
        assertThat(PrOutCommand.decode(hex(cdb), flagged)).isEqualTo(expected);
    }

    @Test
    void unknownServiceActionsAreRefused() {
        byte[] cdb = new PrOutCommand.Clear(KEY).cdb();
        for (int code = 9; code < 0x20; code++) {
            cdb[1] = (byte) code;
            assertThat(PrOutCommand.decode(cdb, new byte[24])).isEqualTo(Decoded.refused(Sense.INVALID_FIELD_IN_CDB));
        }
    }

    @Test
    void anyScopeAndTypeIsLeftToTheTarget() {
        byte[] cdb = new PrOutCommand.Reserve(KEY, ReservationType.WRITE_EXCLUSIVE).cdb();
        byte[] list = new PrOutCommand.Clear(KEY).dataOut();
        for (int code = 0; code < 0x100; code++) {
            cdb[2] = (byte) code;
            assertThat(PrOutCommand.decode(cdb, list))
                    .isEqualTo(Decoded.valid(new PrOutCommand.Reserve(KEY, ScopeAndType.fromByte(code))));
        }
    }

    @Test
    void aListLengthOverTwoBytesIsALengthError() {
        byte[] cdb = new PrOutCommand.Clear(KEY).cdb();
        cdb[6] = 1;
        assertThat(PrOutCommand.decode(cdb, new byte[24]))
                .isEqualTo(Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR));
        cdb[5] = (byte) 0x80;
        assertThat(PrOutCommand.decode(cdb, new byte[24]))
                .isEqualTo(Decoded.refused(Sense.PARAMETER_LIST_LENGTH_ERROR));
    }

    @Test
    void malformedTransportIdsAreRefused() {
        PrOutCommand command = new PrOutCommand.Register(
                KEY, OTHER, RegisterOptions.NONE.withTransportIds(List.of(new TransportId.Raw(new byte[23]))));
        assertThat(PrOutCommand.decode(command.cdb(), command.dataOut()))
                .isEqualTo(Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST));
        PrOutCommand move =
                new PrOutCommand.RegisterAndMove(KEY, OTHER, false, false, 1, new TransportId.Raw(new byte[0]));
        assertThat(PrOutCommand.decode(move.cdb(), move.dataOut()))
                .isEqualTo(Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST));
    }

    @Test
    void aLengthOfTransportIdsThatOverflowsIsRefused() {
        PrOutCommand command = new PrOutCommand.Register(KEY, OTHER, RegisterOptions.NONE.withTransportIds(List.of()));
        for (String length : List.of("00000001", "7fffffff", "80000000", "ffffffe4", "ffffffff")) {
            byte[] list = command.dataOut();
            System.arraycopy(hex(length), 0, list, 24, 4);
            assertThat(PrOutCommand.decode(command.cdb(), list))
                    .as(length)
                    .isEqualTo(Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST));
        }
    }

    @Test
    void aCommandGoesIntoAnExchangeAndOutAgain() {
        ScsiExchange exchange = ScsiExchange.allocate();
        PrOutCommand command = new PrOutCommand.Preempt(KEY, OTHER, ReservationType.WRITE_EXCLUSIVE);
        command.putInto(exchange);
        assertThat(PrCommand.decode(exchange)).isEqualTo(Decoded.valid(command));
    }

    @Test
    void rangesAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PrOutCommand.RegisterAndMove(KEY, OTHER, false, false, 0x10000, new TransportId.Sas(1)))
                .withMessageContaining("65536");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new PrOutCommand.RegisterAndMove(KEY, OTHER, false, false, -1, new TransportId.Sas(1)))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegisterOptions(false, false, false, List.of(new TransportId.Sas(1))))
                .withMessageContaining("SPEC_I_PT");
    }

    private static byte[] withListLength(byte[] cdb, int length) {
        cdb[5] = 0;
        cdb[6] = 0;
        cdb[7] = (byte) (length >>> 8);
        cdb[8] = (byte) length;
        return cdb;
    }

    @Test
    void registerOptionsAreSetOneByOne() {
        RegisterOptions none = RegisterOptions.NONE;
        assertThat(none.withAptpl()).isEqualTo(new RegisterOptions(true, false, false, List.of()));
        assertThat(none.withAllTgPt()).isEqualTo(new RegisterOptions(false, true, false, List.of()));
        assertThat(none.withAptpl().withTransportIds(List.of()))
                .isEqualTo(new RegisterOptions(true, false, true, List.of()));
        assertThat(none).isEqualTo(new RegisterOptions(false, false, false, List.of()));
    }
}
