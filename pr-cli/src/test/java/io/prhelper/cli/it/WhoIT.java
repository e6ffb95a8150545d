// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.it.Installed.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code who}: what it takes, says and ends with. */
final class WhoIT {
    private static final String WWID = "naa.60014050a1b2c3d4e5f60718293a4b5c";

    @TempDir
    private Path folder;

    private String node1 = "";
    private String node2 = "";

    private static String line(String host, String time, String action, String key, String actionKey) {
        return """
                {"schema":"io.prhelper.audit/1","time":"2026-11-30T02:%s:00Z","host":"%s","event":"command",\
                "peer":{"pid":7,"uid":107,"executable":"/usr/bin/qemu"},"device":{"number":"8:16","kind":"disk","wwid":"%s"},\
                "action":"%s","key":"%s","serviceActionKey":"%s","type":"WRITE EXCLUSIVE","status":"GOOD"}
                """.formatted(time, host, WWID, action, key, actionKey);
    }

    @BeforeEach
    void write() throws Exception {
        node1 = Files.writeString(
                        folder.resolve("node1"),
                        line("node1", "00", "REGISTER", "0", "a") + line("node1", "02", "RESERVE", "a", "0"))
                .toString();
        node2 = Files.writeString(
                        folder.resolve("node2"),
                        line("node2", "01", "REGISTER", "0", "b") + line("node2", "03", "PREEMPT", "b", "a"))
                .toString();
    }

    @Test
    void whoHoldsAndWhoWasFencedIsTold() {
        Outcome outcome = Installed.OURS.run("who", WWID, node1, node2);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .contains("Reservation: WRITE EXCLUSIVE\n  held by qemu on node2, key 0x000000000000000b\n")
                .contains("  since 2026-11-30 02:03:00.000, by PREEMPT\n")
                .contains("  2026-11-30 02:03:00.000  qemu on node2 fenced qemu on node1\n");
    }

    @Test
    void aTrailThatIsGivenTwiceTellsNothingMore() {
        Outcome outcome = Installed.OURS.run("who", WWID, node2, node1, node2, node1);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out().split(" fenced qemu on node1\n", -1)).hasSize(2);
        assertThat(outcome.out()).doesNotContain("fenced unknown", "anew");
    }

    @Test
    void itWasAnotherWayBefore() {
        Outcome outcome = Installed.OURS.run("who", "--until", "2026-11-30T02:02:30Z", WWID, node1, node2);
        assertThat(outcome.out()).contains("held by qemu on node1").contains("Fenced: nobody.");
    }

    @Test
    void pipesAndThePictureAreTaken() throws Exception {
        Path picture = folder.resolve("p.svg");
        Outcome outcome = Installed.OURS.shell(
                "cat '" + node1 + "' '" + node2 + "' | \"$0\" who --json --timeline \"$1\" " + WWID + " -",
                Map.of(),
                picture.toString());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .startsWith("{\"schema\":\"io.prhelper.who/1\",")
                .endsWith("}\n")
                .hasLineCount(1);
        assertThat(Files.readString(picture))
                .startsWith("<svg xmlns=")
                .contains("arrow fences")
                .endsWith("</svg>\n");
    }

    @Test
    void whatIsMissingIsNamedAndTheRestIsTold() throws Exception {
        Files.writeString(folder.resolve("node2"), Files.readString(folder.resolve("node2")) + "{\"sch");
        Outcome outcome = Installed.OURS.run("who", WWID, node1, "/no.trail", node2);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("qemu-pr-helper: warning: there is no trail /no.trail\n");
        assertThat(outcome.out()).contains("held by qemu on node2", "line 3 of " + node2 + " is cut or no JSON object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "8:0@node1 | '8:0@node1' is neither a disk of this host nor one of the trails, which tell of none",
                "/dev/null | no trail tells of '/dev/null', and it can not be asked: /dev/null is neither a block device nor a SCSI generic"
                        + " or tape device",
                "-u yesterday x | invalid value 'yesterday' for --until: a time such as 2026-11-30T20:33:00Z is needed",
            })
    void whatItCanNotUseIsNamed(String arguments, String message) {
        assertThat(Installed.OURS.run(("who " + arguments).split(" ")))
                .isEqualTo(new Outcome(1, "", "qemu-pr-helper: " + message + "\n"));
    }

    @Test
    void aPictureThatCanNotBeWrittenIsNamed() {
        Outcome outcome = Installed.OURS.run("who", "--timeline", "/no.folder/p.svg", WWID, node1);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("qemu-pr-helper: can not write the timeline to '/no.folder/p.svg'\n");
    }
}
