// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

import static io.prhelper.cli.history.Written.START;
import static io.prhelper.cli.history.Written.WWID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.prhelper.cli.JsonForm;
import io.prhelper.cli.history.TrailReading.Span;
import io.prhelper.cli.option.RejectedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trails as they are found: of several hosts, cut, packed, mixed with other lines. */
final class TrailsTest {
    private static final InputStream NOTHING = InputStream.nullInputStream();

    @TempDir
    private Path folder;

    private final List<String> problems = new ArrayList<>();

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String lines(String... commands) {
        return String.join("\n", Written.lines(commands)) + "\n";
    }

    private Answer answer(String asked, String... trails) throws Exception {
        return answer(asked, NOTHING, trails);
    }

    private Answer answer(String asked, InputStream in, String... trails) throws Exception {
        try (Trails opened = Trails.open(List.of(trails), in, problems::add)) {
            return Answer.of(asked, opened, null, folder);
        }
    }

    private static String text(Answer answer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TextReport.print(answer, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesOfSeveralHostsArePutInOrder() throws Exception {
        List<String> all = Written.lines(
                "node1/web1 REGISTER 0 a",
                "node2/web2 REGISTER 0 b",
                "node1/web1 RESERVE a 0 WRITE_EXCLUSIVE",
                "node2/web2 PREEMPT b a WRITE_EXCLUSIVE");
        String one = file("1", all.get(0) + "\n" + all.get(2) + "\n");
        String two = file("2", all.get(1) + "\n" + all.get(3) + "\n");
        for (Answer answer : List.of(answer(WWID, one, two), answer(WWID, two, one))) {
            assertThat(answer.history().held())
                    .isNotNull()
                    .satisfies(held -> assertThat(held.party()).hasToString("web2 on node2"));
            assertThat(answer.hosts()).containsOnlyKeys("node1", "node2");
            assertThat(answer.isWhole()).isTrue();
            assertThat(text(answer)).contains("Each host has a clock of its own");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                WWID,
                "wwn-0x60014050a1b2c3d4e5f60718293a4b5c",
                "360014050a1b2c3d4e5f60718293a4b5c",
                "/dev/disk/by-id/scsi-360014050A1B2C3D4E5F60718293A4B5C",
                "mpath-360014050a1b2c3d4e5f60718293a4b5c",
                "8:16@node1",
                "/dev/sdb"
            })
    void aDiskIsFoundByEachOfItsNames(String asked) throws Exception {
        // Another disk, with the same number on another host.
        String other =
                lines("node9/web9 REGISTER 0 9").replace(WWID, "naa.5000c500a").replace("/dev/sdb", "/dev/sdz");
        Answer answer = answer(asked, file("1", lines("node1/web1 REGISTER 0 a")), file("2", other));
        assertThat(answer.history().registered())
                .extracting(one -> one.party().host())
                .containsExactly("node1");
    }

    @Test
    void whatCanNotBeFoundIsNamedWithWhatThereIs() throws Exception {
        String trail = file("1", lines("node1/web1 REGISTER 0 a"));
        assertThatThrownBy(() -> answer("8:16@node2", trail))
                .isInstanceOf(RejectedException.class)
                .hasMessage("'8:16@node2' is neither a disk of this host nor one of the trails, which tell of " + WWID);
        assertThatThrownBy(() -> answer("x\u001b[2J"))
                .hasMessage("'x\\u001b[2J' is neither a disk of this host nor one of the trails, which tell of none");
    }

    @Test
    void aNumberThatWasTwoDisksIsNotGuessed() throws Exception {
        String trail = file(
                "1",
                lines("node1/web1 REGISTER 0 a")
                        + lines("node1/web1 REGISTER 0 a").replace(WWID, "naa.5000c500a"));
        assertThatThrownBy(() -> answer("8:16@node1", trail))
                .hasMessage(
                        "'8:16@node1' is several disks in the trails, naa.5000c500a, " + WWID + ": name one of them");
    }

    @Test
    void aLineWithoutWwidIsOfTheDiskThatHasTheNumber() throws Exception {
        String bare = lines("node1/web1 REGISTER a b").replace(",\"wwid\":\"" + WWID + "\"", "");
        Answer answer = answer(WWID, file("1", lines("node1/web1 REGISTER 0 a") + bare));
        assertThat(answer.history().registered()).extracting(one -> one.key()).containsExactly(Written.key("b"));
    }

    @Test
    void linesThatCanNotBeReadAreAGap() throws Exception {
        List<String> good = Written.lines("node1/web1 REGISTER 0 a", "node1/web1 RESERVE a 0 WRITE_EXCLUSIVE");
        String trail = file(
                "1",
                good.get(0) + "\ngarbage\n{\"schema\":\"io.prhelper.audit/2\"}\n[1]\n\n" + good.get(1) + "\n"
                        + good.get(1).substring(0, 40));
        Answer answer = answer(WWID, trail);
        assertThat(answer.gaps())
                .containsExactly(
                        new Gap(
                                "node1",
                                START,
                                START.plusSeconds(1),
                                4,
                                "line 2 of " + trail + " is cut or no JSON object, and 3 behind it can not be read"),
                        new Gap(
                                "node1",
                                START.plusSeconds(1),
                                null,
                                1,
                                "line 7 of " + trail + " is cut or no JSON object"));
        assertThat(answer.isWhole()).isFalse();
        assertThat(text(answer))
                .contains("Gap of node1 from 2026-11-30 02:00:00.000 to 2026-11-30 02:00:01.000, lines missing: 4");
    }

    @Test
    void anotherSchemaIsNamed() throws Exception {
        String trail = file(
                "1",
                lines("node1/web1 REGISTER 0 a")
                        + lines("node1/web1 REGISTER a b").replace("audit/1", "audit/2"));
        assertThat(answer(WWID, trail).gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.why())
                        .endsWith("is of the schema io.prhelper.audit/2, not io.prhelper.audit/1"));
    }

    @Test
    void linesThatTheHelperLostAreAGap() throws Exception {
        String lost =
                "{\"schema\":\"io.prhelper.audit/1\",\"time\":\"2026-11-30T03:00:00Z\",\"host\":\"node1\",\"event\":\"lost\",\"lost\":12}\n";
        Answer answer = answer(WWID, file("1", lines("node1/web1 REGISTER 0 a") + lost));
        assertThat(answer.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.lines()).isEqualTo(12);
            assertThat(gap.from()).isEqualTo(START);
            assertThat(gap.to()).isEqualTo("2026-11-30T03:00:00Z");
        });
        assertThat(answer.hosts().get("node1")).isEqualTo(new Span(START, START.plusSeconds(3600)));
        assertThat(Timeline.svg(answer)).contains("12 lines missing");
    }

    @Test
    void theJournalIsReadAsWell() throws Exception {
        String journal = """
                {"__REALTIME_TIMESTAMP":"1796004000000000","_HOSTNAME":"node1","MESSAGE":"other"}
                {"__REALTIME_TIMESTAMP":"1796004000999999","_SOURCE_REALTIME_TIMESTAMP":"1796004000000000","_HOSTNAME":"node1","PR_EVENT":"command","PR_ACTION":"REGISTER",\
                "PR_KEY":"0x0000000000000000","PR_SERVICE_ACTION_KEY":"0x000000000000000A","PR_STATUS":"GOOD",\
                "PR_DEVICE_NUMBER":"8:16","PR_DEVICE_WWID":"%s","PR_PEER_PID":"9","PR_VM_NAME":[119,101,98,195,164]}
                """.formatted(WWID);
        Answer answer = answer(WWID, new ByteArrayInputStream(journal.getBytes(StandardCharsets.UTF_8)), "-");
        assertThat(answer.history().registered()).singleElement().satisfies(one -> {
            assertThat(one.party()).hasToString("webä on node1");
            assertThat(one.key()).isEqualTo(Written.key("a"));
            assertThat(one.from()).isEqualTo("2026-11-30T02:00:00Z");
            assertThat(one.pid()).isEqualTo(9);
        });
        assertThat(answer.isWhole()).isTrue();
        assertThat(answer.readings())
                .extracting(TrailReading::name, TrailReading::lines)
                .containsExactly(tuple("standard input", 2L));
    }

    @Test
    void aLineInTheMessageOfTheJournalIsReadAsWell() throws Exception {
        String line = Written.lines("node1/web1 REGISTER 0 a").getFirst().replace("\"", "\\\"");
        String trail = file("1", "{\"__REALTIME_TIMESTAMP\":\"1\",\"MESSAGE\":\"" + line + "\"}\n");
        assertThat(answer(WWID, trail).history().registered())
                .extracting(one -> one.from())
                .containsExactly(START);
    }

    @Test
    void aPackedTrailIsUnpackedAndACutOneIsAGap() throws Exception {
        byte[] text = lines("node1/web1 REGISTER 0 a").repeat(50).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packed = new GZIPOutputStream(bytes)) {
            packed.write(text);
        }
        Path whole = Files.write(folder.resolve("t.gz"), bytes.toByteArray());
        assertThat(answer(WWID, whole.toString()).readings().getFirst().lines()).isEqualTo(50);
        Path cut = Files.write(folder.resolve("c.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() - 12));
        assertThat(answer(WWID, whole.toString(), cut.toString()).isWhole()).isFalse();
        assertThat(problems).isEmpty();
        Path five = Files.write(folder.resolve("f.gz"), Arrays.copyOf(bytes.toByteArray(), 5));
        answer(WWID, whole.toString(), five.toString());
        assertThat(problems).containsExactly(five + " is packed, and can not be unpacked");
    }

    @Test
    void aTrailThatIsNotThereIsNamedAndTheOthersAreRead() throws Exception {
        Answer answer =
                answer(WWID, file("1", lines("node1/web1 REGISTER 0 a")), folder + "/none", folder.toString(), "\0");
        assertThat(answer.history().registered()).hasSize(1);
        assertThat(problems)
                .containsExactly(
                        "there is no trail " + folder + "/none",
                        folder + " is a directory, no trail",
                        "'\\u0000' is no path of a trail");
    }

    @Test
    void whatIsNoticedAgainAndAgainIsOneLine() throws Exception {
        String twice =
                lines("node1/web1 REGISTER 0 a", "node1/web1 REGISTER 0 a").replace("serviceActionKey", "x");
        Answer answer = answer(WWID, file("1", twice));
        assertThat(answer.history().notices()).hasSize(2);
        assertThat(text(answer))
                .containsOnlyOnce("its keys are not in the trail")
                .contains("its keys are not in the trail (the last of 2 times since ");
    }

    @Test
    void textOfATrailCanNotMoveTheCursor() throws Exception {
        String trail = file("1", lines("node1/web1 REGISTER 0 a").replace("web1", "a\\u001b[2J\\n<b>&"));
        Answer answer = answer(WWID, trail);
        assertThat(text(answer)).contains("a\\u001b[2J\\n<b>& on node1").doesNotContain("\u001b");
        assertThat(Timeline.svg(answer)).contains("[2J\\n&lt;b&gt;&amp;").doesNotContain("\u001b", "<b>");
    }

    @Test
    void aLineThatIsTooLongIsPassedOver() throws Exception {
        String trail = file("1", "x".repeat(LineReader.LONGEST + 1) + "\n" + lines("node1/web1 REGISTER 0 a"));
        Answer answer = answer(WWID, trail);
        assertThat(answer.history().registered()).hasSize(1);
        assertThat(answer.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.why()).contains("longer than 262144 bytes"));
    }

    @Test
    void theNewestCommandsAreKept() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < Trails.MOST + 5; i++) {
            many.append(Written.line(
                            START.plusSeconds(i), "node1/web1 RESERVE a 0 WRITE_EXCLUSIVE RESERVATION_CONFLICT"))
                    .append('\n');
        }
        Answer answer = answer(WWID, file("1", many.toString()));
        assertThat(answer.history().refusals()).hasSize(Trails.MOST);
        assertThat(answer.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.lines()).isEqualTo(5);
            assertThat(gap.to()).isEqualTo(START.plusSeconds(5));
        });
    }

    /** Also of commands that say little, and of lines that are cut. */
    @Test
    void whateverIsReadTheJsonOutputHasItsForm() throws Exception {
        String odd =
                "{\"schema\":\"io.prhelper.audit/1\",\"time\":\"2026-11-30T02:00:09Z\",\"host\":\"node1\",\"event\":\"refusal\","
                        + "\"device\":{\"number\":\"8:16\",\"wwid\":\"" + WWID
                        + "\"},\"action\":\"RESERVE\",\"key\":\"no key\"}\n";
        Answer answer = answer(
                WWID, file("1", odd + lines("node1/web1 PREEMPT a b WRITE_EXCLUSIVE", "node1/web1 CLEAR a 0") + "{"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.print(answer, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(new JsonForm("who-1").faults(out.toString(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"lines\":1,\"why\"");
    }

    @Test
    void theJsonOutputIsWhatTheTextTells() throws Exception {
        Answer answer = answer(
                WWID,
                file(
                        "1",
                        lines(
                                "node1/web1 REGISTER 0 a",
                                "node1/web1 RESERVE a 0 WRITE_EXCLUSIVE",
                                "node2/web2 REGISTER 0 b",
                                "node2/web2 PREEMPT b a WRITE_EXCLUSIVE")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.print(answer, new PrintStream(out, true, StandardCharsets.UTF_8));
        Map<String, List<String>> json =
                JsonLine.read(out.toString(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(json)
                .containsEntry("schema", List.of("io.prhelper.who/1"))
                .containsEntry("device.wwid", List.of(WWID))
                .containsEntry("reservation.state", List.of("held"))
                .containsEntry("reservation.holder.vm", List.of("web2"))
                .containsEntry("reservation.since", List.of("2026-11-30T02:00:03Z"))
                .containsEntry("registrations.party.vm", List.of("web2"))
                .containsEntry("fencings.fenced.vm", List.of("web1"))
                .containsEntry("fencings.reservationTaken", List.of("true"))
                .containsEntry("pastReservations.end", List.of("taken by web2 on node2"));
    }
}
