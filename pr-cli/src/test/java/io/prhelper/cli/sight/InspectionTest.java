// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import static io.prhelper.cli.sight.Scene.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.JsonForm;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of devices, in words and as JSON. */
final class InspectionTest {
    @TempDir
    private Path root;

    private static String text(Scene scene, Inspection inspection) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new InspectionText(
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        KeyMeaning.of(scene.host),
                        LocalPorts.of(scene.host))
                .write(inspection);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String json(Scene scene, Inspection inspection) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InspectionJson.write(bytes, scene.host, List.of(inspection));
        String document = bytes.toString(StandardCharsets.UTF_8);
        assertThat(new JsonForm("inspect-1").faults(document)).isEmpty();
        assertThat(document).endsWith("}\n").contains("\"schema\":\"io.prhelper.inspect/1\"");
        return document;
    }

    private static Inspection disk(Scene scene, PrReader reader) {
        return Inspection.of(scene.host, DeviceFacts.named(scene.host, "sda"), _ -> reader, false);
    }

    private Scene scene(String profile) throws IOException {
        Scene scene = new Scene(root, profile);
        scene.disk("sda", "8:0", "2:0:0:1");
        scene.file("proc/sys/kernel/hostname", "node1");
        scene.file("sys/class/iscsi_session/session1/initiatorname", HERE.name());
        scene.file("sys/class/iscsi_session/session1/isid", "00023d000001");
        return scene;
    }

    @Test
    void aReservedDisk() throws IOException {
        Scene scene = scene("lio").reserved();
        Inspection inspection = disk(scene, reader(scene.here));
        assertThat(text(scene, inspection)).isEqualTo("""
                        %s/dev/sda  disk 8:0  naa.6001405aaaaaaaaaaaaaaaaaaaaaaaaa  LIO-ORG disk1 4.0  100.0 MiB
                          reservation    write exclusive, registrants only; held with key 0x000000003c7a0001 (as fence_scsi makes them, node 1 of its cluster) by iSCSI iqn.2026-01.example:here ISID 0x00023d000001 at target port 1
                          registrations  2 registrations, generation 2
                            0x000000003c7a0001 (as fence_scsi makes them, node 1 of its cluster)  iSCSI iqn.2026-01.example:here ISID 0x00023d000001 at target port 1  holder  this host
                            0x6e6f646530310000 ("node01")  iSCSI iqn.2026-01.example:there ISID 0x00023d000002 at target port 1
                          persistence    a power loss of the target ends all of it (APTPL could be asked for)
                          capabilities   ALL_TG_PT, SPEC_I_PT, compatible reservation handling; not REPLACE LOST RESERVATION; allow commands 1
                          types          all six
                        """.formatted(root));
        assertThat(json(scene, inspection))
                .contains(
                        "\"host\":\"node1\"",
                        "\"relation\":\"this host\"",
                        "\"isid\":\"00023d000002\"",
                        "\"whole\":true");
        assertThat(inspection.isWhole()).isTrue();
    }

    @Test
    void allRegistrantsHoldAReservationTogether() throws IOException {
        Scene scene = scene("strict-spc5");
        send(scene.here, new PrOutCommand.RegisterAndIgnoreExistingKey(A));
        send(scene.here, new PrOutCommand.Reserve(A, ReservationType.EXCLUSIVE_ACCESS_ALL_REGISTRANTS));
        Inspection inspection = disk(scene, reader(scene.here));
        assertThat(text(scene, inspection))
                .contains("  reservation    exclusive access, all registrants; each registrant holds it\n");
        assertThat(json(scene, inspection))
                .contains(
                        "\"reservation\":{\"state\":\"held\",\"type\":\"exclusive access, all registrants\",\"typeCode\":8");
    }

    /** A cut answer is never "free", nor "nobody". */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "16 | held, details missing: the answer was cut off | not one came, 136 bytes of the answer are missing",
                "8 | held, details missing: the answer was cut off | not one came, 144 bytes of the answer are missing",
                "4 | not known: the answer was cut off | not one came, perhaps not all"
            })
    void whatWasCutOffIsNotKnown(int bytes, String reservation, String registrations) throws IOException {
        Scene scene = scene("strict-spc5").reserved();
        Inspection inspection = disk(scene, cut(scene.here, bytes));
        assertThat(text(scene, inspection))
                .contains("  reservation    " + reservation + "\n", "  registrations  " + registrations)
                .doesNotContain("none");
        assertThat(json(scene, inspection)).contains("\"registrationsCut\":true", "\"whole\":false");
        assertThat(inspection.isWhole()).isFalse();
    }

    @Test
    void aUnitAttentionIsToldAndEndsNothing() throws IOException {
        Scene scene = scene("strict-spc5").reserved();
        send(scene.there, new PrOutCommand.Preempt(B, A, TYPE));
        Inspection inspection = disk(scene, reader(scene.here));
        assertThat(text(scene, inspection))
                .contains(
                        "  note           unit attention CHECK CONDITION 06/2A/05 (registrations preempted) was pending for this host, and is taken now\n",
                        "1 registration, generation 3");
        assertThat(json(scene, inspection)).contains("\"notices\":[\"unit attention");
        assertThat(inspection.isWhole()).isTrue();
    }

    /** What LIO and others keep after a machine started anew with another session. */
    @Test
    void aRegistrationOfAnEarlierSessionOfThisHost() throws IOException {
        Scene scene = scene("strict-spc5").reserved();
        scene.file("sys/class/iscsi_session/session1/isid", "00023d000009");
        Inspection inspection = disk(scene, reader(scene.here));
        assertThat(text(scene, inspection)).contains("holder  this host's name, but no session that it has now\n");
        assertThat(json(scene, inspection)).contains("\"relation\":\"earlier session\"");
    }

    @Test
    void pathsThatDoNotAgree() throws IOException {
        Scene scene = scene("strict-spc5").reserved();
        Scene other = new Scene(root, "strict-spc5");
        scene.disk("sdb", "8:16", "3:0:0:1");
        scene.disk("sdc", "8:32", "4:0:0:1");
        scene.map("dm-0", "253:0", "sda", "sdb", "sdc");
        Inspection map = Inspection.of(
                scene.host,
                DeviceFacts.named(scene.host, "dm-0"),
                node -> {
                    return switch (String.valueOf(node.getFileName())) {
                        case "sda" -> reader(scene.here);
                        case "sdb" -> reader(other.here);
                        default -> throw new IOException("open " + node + ": No such device or address (ENXIO)");
                    };
                },
                false);
        assertThat(text(scene, map)).contains("multipath map 253:0  mpath-36001405aaaaaaaaaaaaaaaaaaaaaaaaa", """
                          paths          2 of 3 answer and do NOT agree
                            sda  2:0:0:1  running
                            sdb  3:0:0:1  running  differs: generation 0, none, reservation none
                            sdc  4:0:0:1  running  no answer: open\
                        """);
        assertThat(json(scene, map)).contains("\"pathsAgree\":false", "\"agrees\":true", "\"agrees\":false");
        assertThat(map.pathsAgree()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strict-spc5",
                "lio",
                "lio-7",
                "lio-old",
                "tgt",
                "istgt",
                "scst",
                "spdk",
                "spdk-old",
                "ctl",
                "3par"
            })
    void everyKindOfTargetIsToldOf(String profile) throws IOException {
        Scene scene = scene(profile).reserved();
        Inspection inspection = disk(scene, reader(scene.here));
        assertThat(inspection.failure()).isNull();
        assertThat(text(scene, inspection)).contains(A.toString(), B.toString(), "write exclusive, registrants only");
        json(scene, inspection);
    }

    @Test
    void theDisksAndMapsOfAHost() throws IOException {
        Scene scene = scene("strict-spc5");
        scene.disk("sdb", "8:16", "3:0:0:1");
        scene.disk("sdc", "8:32", "4:0:0:1");
        scene.map("dm-0", "253:0", "sda", "sdb");
        scene.file("sys/block/vda/dev", "254:0");
        scene.file("sys/block/dm-1/dm/uuid", "LVM-abc");
        assertThat(DeviceFacts.all(scene.host))
                .extracting(DeviceFacts::kernelName)
                .containsExactly("dm-0", "sdc");
    }

    @Test
    void whatIsNoDeviceHasNoNumber() throws IOException {
        Scene scene = scene("strict-spc5");
        DeviceFacts file = DeviceFacts.of(scene.host, scene.host.path("sys/block/sda/dev"));
        assertThat(file.kind()).isEqualTo(DeviceFacts.Kind.OTHER);
        assertThat(DeviceFacts.of(scene.host, Path.of("/dev/null")).kind()).isEqualTo(DeviceFacts.Kind.OTHER);
    }
}
