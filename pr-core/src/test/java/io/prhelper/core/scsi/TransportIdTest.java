// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.scsi;

import static io.prhelper.core.scsi.Bytes.hex;
import static io.prhelper.core.scsi.Bytes.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each case runs whole, with trailing bytes, and cut off at every byte. */
class TransportIdTest {
    private static final Decoded<TransportId> REFUSED = Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST);
    private static final String LONGEST_NAME = "n".repeat(223);

    static final List<Arguments> CASES = List.of(
            Arguments.of(
                    new TransportId.FibreChannel(0x2100001122334455L),
                    "00 00000000000000 2100001122334455 0000000000000000",
                    "fc,2100001122334455"),
            Arguments.of(
                    new TransportId.Srp(0xfe80000000000000L, 0x0002c90300a1b2c3L),
                    "04 00000000000000 fe80000000000000 0002c90300a1b2c3",
                    "srp,fe800000000000000002c90300a1b2c3"),
            Arguments.of(
                    new TransportId.Sas(0x5000c50012345678L),
                    "06 000000 5000c50012345678 000000000000000000000000",
                    "sas,5000c50012345678"),
            Arguments.of(
                    new TransportId.IscsiName("iqn.2026-01.io.example"),
                    "05 00 0018" + ascii("iqn.2026-01.io.example") + zeros(2),
                    "iscsi,iqn.2026-01.io.example"),
            Arguments.of(new TransportId.IscsiName("a"), "05 00 0014" + ascii("a") + zeros(19), "iscsi,a"),
            // 19 characters and the zero byte fill the least length, 20 need four bytes more.
            Arguments.of(
                    new TransportId.IscsiName("iqn.2026-01.io.exam"),
                    "05 00 0014" + ascii("iqn.2026-01.io.exam") + zeros(1),
                    "iscsi,iqn.2026-01.io.exam"),
            Arguments.of(
                    new TransportId.IscsiName("iqn.2026-01.io.examp"),
                    "05 00 0018" + ascii("iqn.2026-01.io.examp") + zeros(4),
                    "iscsi,iqn.2026-01.io.examp"),
            Arguments.of(
                    new TransportId.IscsiName(LONGEST_NAME),
                    "05 00 00e0" + ascii(LONGEST_NAME) + zeros(1),
                    "iscsi," + LONGEST_NAME),
            Arguments.of(
                    new TransportId.IscsiPort("iqn.2026-01.io.example", 0x00023d000001L),
                    "45 00 0028" + ascii("iqn.2026-01.io.example,i,0x00023d000001") + zeros(1),
                    "iscsi,iqn.2026-01.io.example,i,0x00023d000001"),
            Arguments.of(
                    new TransportId.IscsiPort("eui.02004567a425678d", 0xffffffffffffL),
                    "45 00 0028" + ascii("eui.02004567a425678d,i,0xffffffffffff") + zeros(3),
                    "iscsi,eui.02004567a425678d,i,0xffffffffffff"),
            Arguments.of(new TransportId.ParallelScsi(7, 1), "01 00 0007 0000 0001" + zeros(16), "spi,7,1"),
            Arguments.of(
                    new TransportId.ParallelScsi(0xfffe, 0xffff),
                    "01 00 fffe 0000 ffff" + zeros(16),
                    "spi,65534,65535"),
            Arguments.of(
                    new TransportId.Sbp(0x0011223344556677L),
                    "03" + zeros(7) + "0011223344556677" + zeros(8),
                    "sbp,0011223344556677"),
            Arguments.of(new TransportId.PciExpress(0x0102), "0a00 0102" + zeros(20), "sop,0102"),
            Arguments.of(new TransportId.PciExpress(0xffff), "0a00 ffff" + zeros(20), "sop,ffff"),
            Arguments.of(
                    new TransportId.Raw(hex("02 00 0007 0000 0001" + zeros(16))),
                    "02 00 0007 0000 0001" + zeros(16),
                    "raw,0200000700000001" + zeros(16)),
            Arguments.of(
                    new TransportId.Raw(hex("cf" + "ab".repeat(23))),
                    "cf" + "ab".repeat(23),
                    "raw,cf" + "ab".repeat(23)));

    @ParameterizedTest
    @FieldSource("CASES")
    void encodesToTheBytesOfTheStandard(TransportId id, String bytes, String text) {
        assertThat(id.encode()).isEqualTo(hex(bytes));
        assertThat(id.length()).isEqualTo(hex(bytes).length);
        assertThat(id).hasToString(text);
        assertThat(id.protocol()).isEqualTo(hex(bytes)[0] & 0xf);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void decodesTheBytesOfTheStandard(TransportId id, String bytes, String text) {
        assertThat(TransportId.decode(hex(bytes))).as(text).isEqualTo(Decoded.valid(id));
        assertThat(TransportId.of(hex(bytes))).isEqualTo(id);
        assertThat(TransportId.decodeList(hex(bytes + bytes))).isEqualTo(Decoded.valid(List.of(id, id)));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void bytesThatAreCutOffAreRefused(TransportId id, String bytes, String text) {
        byte[] whole = hex(bytes);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThat(TransportId.decode(part))
                    .as("%s, %d bytes", text, length)
                    .isEqualTo(REFUSED);
            assertThat(TransportId.of(part).encode())
                    .as("%s of %d bytes, raw", id, length)
                    .isEqualTo(part);
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void aListWhoseLastTransportIdIsCutOffIsRefused(TransportId id, String bytes, String text) {
        byte[] two = hex(bytes + bytes);
        for (int length = two.length / 2 + 1; length < two.length; length++) {
            assertThat(TransportId.decodeList(Arrays.copyOf(two, length)))
                    .as("%s, %d bytes", text, length)
                    .isEqualTo(Decoded.refused(Sense.INVALID_FIELD_IN_PARAMETER_LIST));
        }
        assertThat(TransportId.decodeList(Arrays.copyOf(two, two.length / 2))).isEqualTo(Decoded.valid(List.of(id)));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void oneTransportIdHasNoTrailingBytes(TransportId id, String bytes, String text) {
        for (int more = 1; more <= 24; more++) {
            byte[] longer = Arrays.copyOf(hex(bytes), id.length() + more);
            assertThat(TransportId.decode(longer)).as("%s and %d", text, more).isEqualTo(REFUSED);
            assertThat(TransportId.of(longer).encode()).isEqualTo(longer);
        }
    }

    @Test
    void aListMayBeEmpty() {
        assertThat(TransportId.decodeList(new byte[0])).isEqualTo(Decoded.valid(List.of()));
    }

    @Test
    void aListMixesProtocols() {
        List<TransportId> ids = CASES.stream()
                .map(arguments -> (TransportId) arguments.get()[0])
                .toList();
        byte[] all = hex(String.join(
                "", CASES.stream().map(arguments -> (String) arguments.get()[1]).toList()));
        assertThat(TransportId.decodeList(all)).isEqualTo(Decoded.valid(ids));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "40", "80", "c0", "41", "81", "c1", "43", "83", "c3", "4a", "8a", "ca", "44", "84", "c4", "46", "86",
                "c6", "85", "c5"
            })
    void formatsThatTheProtocolDoesNotHaveAreRefused(String first) {
        assertThat(TransportId.decode(hex(first + "00 0014" + ascii("iqn.x,i,0x1") + zeros(9))))
                .isEqualTo(REFUSED);
    }

    @Test
    void anIstgtTransportIdHasNoHeaderAndIsKept() {
        byte[] text = hex(ascii("iqn.2026-01.io.example:a,i,0x0123456789ab"));
        assertThat(TransportId.of(text)).isEqualTo(new TransportId.Raw(text));
        assertThat(TransportId.of(text).meaning()).isEqualTo(new TransportId.Raw(text));
        assertThat(TransportId.of(text).encode()).isEqualTo(text);
    }

    /** As targets were seen to write them, or might. */
    static final List<Arguments> SPELLINGS = List.of(
            // SCST 3.11: no leading zeros in the ISID.
            Arguments.of(
                    "45 00 0024" + ascii("iqn.2022-01.prlab:a,i,0x10000000080") + "00",
                    new TransportId.IscsiPort("iqn.2022-01.prlab:a", 0x10000000080L)),
            Arguments.of(
                    "45 00 0028" + ascii("iqn.2022-01.prlab:a,i,0x00010000ABCD") + zeros(4),
                    new TransportId.IscsiPort("iqn.2022-01.prlab:a", 0x10000abcdL)),
            Arguments.of("05 00 0018" + ascii("x") + zeros(23), new TransportId.IscsiName("x")),
            Arguments.of("45 00 0014" + ascii("x,i,0x2D1") + zeros(11), new TransportId.IscsiPort("x", 0x2d1)),
            Arguments.of("35 ff 0014" + ascii("x") + zeros(19), new TransportId.IscsiName("x")),
            Arguments.of(
                    "30" + "ff".repeat(7) + "2100001122334455" + "ff".repeat(8),
                    new TransportId.FibreChannel(0x2100001122334455L)),
            Arguments.of("31ff 0001 ffff 0000" + "ff".repeat(16), new TransportId.ParallelScsi(1, 0)),
            Arguments.of("33" + "ff".repeat(7) + zeros(7) + "01" + "ff".repeat(8), new TransportId.Sbp(1)),
            Arguments.of("34" + "ff".repeat(7) + zeros(15) + "01", new TransportId.Srp(0, 1)),
            Arguments.of("06 000000 5000c50012345678" + zeros(11) + "01", new TransportId.Sas(0x5000c50012345678L)),
            Arguments.of("36 ffffff 5000c50012345678" + "ff".repeat(12), new TransportId.Sas(0x5000c50012345678L)),
            Arguments.of("3aff 0102" + "ff".repeat(20), new TransportId.PciExpress(0x0102)));

    @ParameterizedTest
    @FieldSource("SPELLINGS")
    void whatIsReportedInAnotherSpellingGoesBackAsItCame(String reported, TransportId meaning) {
        TransportId id = TransportId.of(hex(reported));
        assertThat(id.encode()).isEqualTo(hex(reported));
        assertThat(id).isEqualTo(new TransportId.Raw(hex(reported)));
        assertThat(id.meaning()).isEqualTo(meaning);
        assertThat(meaning.meaning()).isEqualTo(meaning);
        assertThat(TransportId.decode(hex(reported))).isEqualTo(Decoded.valid(id));
        byte[] list = hex(reported + HexFormat.of().formatHex(meaning.encode()) + reported);
        assertThat(TransportId.decodeList(list)).isEqualTo(Decoded.valid(List.of(id, meaning, id)));
    }

    @Test
    void bytesThatNameNoPortMeanThemselves() {
        for (String bytes : List.of("", "0f01", "0f" + zeros(23), "06" + zeros(24), "46" + zeros(23))) {
            TransportId raw = new TransportId.Raw(hex(bytes));
            assertThat(raw.meaning()).isEqualTo(raw);
        }
    }

    static final List<Arguments> MALFORMED = List.of(
            Arguments.of("additional length 16", "05 00 0010" + ascii("x") + zeros(19)),
            Arguments.of("additional length not a multiple of four", "05 00 0015" + ascii("x") + zeros(20)),
            Arguments.of("additional length beyond the list", "05 00 0018" + ascii("x") + zeros(19)),
            Arguments.of("additional length FFFFh", "05 00 ffff" + ascii("x") + zeros(19)),
            Arguments.of("additional length FFFCh", "05 00 fffc" + ascii("x") + zeros(19)),
            Arguments.of("no zero byte at the end", "05 00 0014" + ascii("x".repeat(20))),
            Arguments.of("no name", "05 00 0014" + zeros(20)),
            Arguments.of("a name of 224 bytes", "05 00 00e4" + ascii("x".repeat(224)) + zeros(4)),
            Arguments.of("bytes behind the zero byte", "05 00 0014" + ascii("x") + "00" + ascii("y") + zeros(17)),
            Arguments.of("no UTF-8", "05 00 0014" + "c3" + zeros(19)),
            Arguments.of("a UTF-8 surrogate", "05 00 0014" + "eda080" + zeros(17)),
            Arguments.of("a session in format 0", "05 00 0014" + ascii("x,i,0x1") + zeros(13)),
            Arguments.of("no session in format 1", "45 00 0014" + ascii("x") + zeros(19)),
            Arguments.of("no name in format 1", "45 00 0014" + ascii(",i,0x00023d000001") + zeros(3)),
            Arguments.of("an empty ISID", "45 00 0014" + ascii("x,i,0x") + zeros(14)),
            Arguments.of("an ISID of 13 digits", "45 00 0014" + ascii("x,i,0x0123456789abc") + zeros(1)),
            Arguments.of("an ISID that is no number", "45 00 0014" + ascii("x,i,0x00023g") + zeros(8)),
            Arguments.of("a signed ISID", "45 00 0014" + ascii("x,i,0x-1") + zeros(12)),
            Arguments.of("two sessions", "45 00 0018" + ascii("x,i,0x1,i,0x1") + zeros(11)));

    @ParameterizedTest
    @FieldSource("MALFORMED")
    void malformedIscsiIsRefusedAndKeptRaw(String what, String bytes) {
        assertThat(TransportId.decode(hex(bytes))).as(what).isEqualTo(REFUSED);
        assertThat(TransportId.of(hex(bytes))).isEqualTo(new TransportId.Raw(hex(bytes)));
    }

    @Test
    void aNameMayBeAnyUnicode() {
        TransportId id = new TransportId.IscsiName("iqn.2026-01.io.\u00fc\ud83d\ude00");
        assertThat(TransportId.decode(id.encode())).isEqualTo(Decoded.valid(id));
    }

    @Test
    void namesThatNoTransportIdCarriesAreRefused() {
        for (String name : List.of("", "\0a", "a\0b", "a,i,0xb", "\ud800", "n".repeat(224), "\u00fc".repeat(112))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TransportId.IscsiName(name))
                    .withMessageContaining("\"" + name + "\"");
            assertThatIllegalArgumentException().isThrownBy(() -> new TransportId.IscsiPort(name, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x10000})
    void numbersOverTwoBytesAreNamed(int number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TransportId.ParallelScsi(number, 0))
                .withMessage("a SCSI address is 0 to 65535, not " + number);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TransportId.ParallelScsi(0, number))
                .withMessage("a relative target port identifier is 0 to 65535, not " + number);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TransportId.PciExpress(number))
                .withMessage("a routing ID is 0 to 65535, not " + number);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x1000000000000L, -1})
    void anIsidOverFortyEightBitsIsNamed(long isid) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TransportId.IscsiPort("x", isid))
                .withMessageContaining(String.format("0x%x", isid));
    }

    @Test
    void rawBytesAreCopiedAndCompared() {
        byte[] bytes = hex("0f01");
        TransportId.Raw raw = new TransportId.Raw(bytes);
        bytes[0] = 0;
        raw.encode()[1] = 0;
        assertThat(raw.encode()).isEqualTo(hex("0f01"));
        assertThat(raw).isEqualTo(new TransportId.Raw(hex("0f01"))).isNotEqualTo(new TransportId.Raw(hex("0f02")));
        assertThat(raw).isNotEqualTo(new TransportId.Sas(0x0f01));
        assertThat(raw).hasSameHashCodeAs(new TransportId.Raw(hex("0f01")));
        assertThat(new TransportId.Raw(new byte[0]).protocol()).isZero();
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
