// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.ReservationKey;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keys say. */
final class KeyMeaningTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({
        "0x6e6f646530310000, node01",
        "0x00006e6f64653031, node01",
        "0x7669727468313233, virth123",
        "0x6e00646530310000,",
        "0x0000000031323334,",
        "0x0000000000004142,",
        "0x0,",
    })
    void aKeyThatIsText(String key, String text) {
        assertThat(KeyMeaning.text(ReservationKey.parse(key)).orElse(null)).isEqualTo(text);
    }

    /** The MD5 sum of "alpha" begins with 2c17, that of "node2" with 7888 (md5sum(1)). */
    @Test
    void keysOfTheClusterOfThisHost() throws IOException {
        Scene scene = new Scene(root, "strict-spc5");
        scene.file("etc/corosync/corosync.conf", """
                totem {
                    version: 2
                    cluster_name: alpha
                }
                nodelist {
                    node {
                        ring0_addr: 192.0.2.1
                        name: node1
                        nodeid: 1
                    }
                    node {
                        ring0_addr: 192.0.2.2
                        name: node2
                        nodeid: 2
                    }
                }
                """);
        KeyMeaning meaning = KeyMeaning.of(scene.host);
        String cluster = "2c17";
        assertThat(meaning.of(ReservationKey.parse(cluster + "0000")))
                .hasValue("fence_scsi of cluster alpha, node node1");
        assertThat(meaning.of(ReservationKey.parse(cluster + "0001")))
                .hasValue("fence_scsi of cluster alpha, node node2");
        assertThat(meaning.of(ReservationKey.parse(cluster + "7888")))
                .hasValue("fence_scsi of cluster alpha, node node2");
        assertThat(meaning.of(ReservationKey.parse(cluster + "0007")))
                .hasValue("fence_scsi of cluster alpha, no node of its list");
        assertThat(meaning.of(ReservationKey.parse("0x2"))).hasValue("node 2 (node2) of this host's cluster");
    }

    @Test
    void withoutAClusterTheFormTells() {
        KeyMeaning meaning = KeyMeaning.of(new Scene(root, "strict-spc5").host);
        assertThat(meaning.of(ReservationKey.parse("0x3c7a0003")))
                .hasValue("as fence_scsi makes them, node 3 of its cluster");
        assertThat(meaning.of(ReservationKey.parse("0x3"))).hasValue("a node's number, as fence_mpath is often given");
        assertThat(meaning.of(ReservationKey.parse("0x3c7a1234"))).isEmpty();
        assertThat(meaning.of(ReservationKey.parse("0x123456789abcdef0"))).isEmpty();
        assertThat(meaning.of(ReservationKey.ZERO)).isEmpty();
    }

    @Test
    void keysThatMultipathdHas() throws IOException {
        Scene scene = new Scene(root, "strict-spc5");
        scene.file(
                "etc/multipath/prkeys", "# Multipath persistent reservation keys\n\n0x00000000deadbeef 36001405aaaa");
        scene.file("etc/multipath.conf", "defaults {\n  reservation_key \"0xcafe0000f00d:aptpl\"\n}");
        KeyMeaning meaning = KeyMeaning.of(scene.host);
        for (String key : new String[] {"deadbeef", "cafe0000f00d"}) {
            assertThat(meaning.of(ReservationKey.parse(key))).hasValue("this host's reservation_key for multipathd");
        }
    }
}
