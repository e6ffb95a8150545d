// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import static io.prhelper.cli.sight.Scene.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.JsonForm;
import io.prhelper.cli.sight.Change.What;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of changes. */
final class WatcherTest {
    @TempDir
    private Path root;

    private @Nullable Snapshot last;

    private List<Change> look(Scene scene) throws IOException {
        List<String> notices = new ArrayList<>();
        Snapshot now = Snapshot.take(reader(scene.here), last, notices);
        List<Change> changes = now.since(last, "/dev/sda", Instant.EPOCH);
        last = now;
        return changes;
    }

    @Test
    void eachStepOfAFencing() throws IOException {
        Scene scene = new Scene(root, "strict-spc5");
        assertThat(look(scene)).extracting(Change::what).containsExactly(What.START);
        assertThat(look(scene)).isEmpty();

        send(scene.here, new PrOutCommand.RegisterAndIgnoreExistingKey(A));
        send(scene.there, new PrOutCommand.RegisterAndIgnoreExistingKey(B));
        assertThat(look(scene))
                .extracting(WatcherTest::told)
                .containsExactly(
                        "REGISTERED null -> 0x000000003c7a0001, iSCSI iqn.2026-01.example:here ISID 0x00023d000001 at target port 1",
                        "REGISTERED null -> 0x6e6f646530310000, iSCSI iqn.2026-01.example:there ISID 0x00023d000002 at target port 1");

        // Making one changes no generation.
        send(scene.here, new PrOutCommand.Reserve(A, TYPE));
        assertThat(look(scene))
                .extracting(WatcherTest::told)
                .containsExactly("RESERVED null -> write exclusive, registrants only, key " + A);

        send(scene.there, new PrOutCommand.PreemptAndAbort(B, A, TYPE));
        assertThat(look(scene)).extracting(Change::what).containsExactly(What.REMOVED, What.RESERVATION_CHANGED);

        send(scene.there, new PrOutCommand.Register(B, new ReservationKey(7)));
        assertThat(look(scene)).extracting(Change::what).containsExactly(What.KEY_CHANGED, What.RESERVATION_CHANGED);

        send(scene.there, new PrOutCommand.Release(new ReservationKey(7), TYPE));
        assertThat(look(scene)).extracting(Change::what).containsExactly(What.RELEASED);

        send(scene.there, new PrOutCommand.Register(new ReservationKey(7), ReservationKey.ZERO));
        send(scene.there, new PrOutCommand.RegisterAndIgnoreExistingKey(new ReservationKey(7)));
        assertThat(look(scene)).extracting(Change::what).containsExactly(What.GENERATION_CHANGED);
    }

    private static String told(Change change) {
        return change.what() + " " + change.before() + " -> " + change.after();
    }

    @Test
    void aUnitAttentionIsTold() throws IOException {
        Scene scene = new Scene(root, "strict-spc5").reserved();
        look(scene);
        send(scene.there, new PrOutCommand.Clear(B));
        List<String> notices = new ArrayList<>();
        Snapshot now = Snapshot.take(reader(scene.here), last, notices);
        assertThat(notices).singleElement().asString().contains("06/2A/03 (reservations preempted)");
        assertThat(now.text()).isEqualTo("no registration, no reservation");
    }

    /** A target that does not tell ports: two registrations with one key are two. */
    @Test
    void keysWithoutPorts() throws IOException {
        Scene scene = new Scene(root, "spdk-old").reserved();
        assertThat(look(scene))
                .singleElement()
                .extracting(Change::state)
                .asString()
                .startsWith("2 registrations");
    }

    @Test
    void everyLineHasTheFormOfTheSchema() throws IOException {
        JsonForm form = new JsonForm("watch-1");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            ChangeWriter writer = ChangeWriter.json(out);
            for (What what : What.values()) {
                writer.accept(new Change(Instant.EPOCH, "/dev/sda", what, null, "x", 4, "all"));
                writer.accept(new Change(Instant.EPOCH, "/dev/sda", what, "y", null, -1, "all"));
            }
        }
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines)
                .hasSize(2 * What.values().length)
                .allSatisfy(line -> assertThat(form.faults(line)).isEmpty());
        assertThat(form.faults("{\"schema\":\"io.prhelper.watch/1\"}")).isNotEmpty();
    }

    /** What comes from a device or its name moves no cursor. */
    @Test
    void theTableShowsHowItIsAndWhatChanged() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            ChangeWriter writer = ChangeWriter.table(out, List.of(Path.of("/dev/sda"), Path.of("/dev/sdbb")));
            writer.accept(new Change(Instant.EPOCH, "/dev/sda", What.START, null, "a\033[2Jb", 4, "1 registration"));
        }
        String shown = bytes.toString(StandardCharsets.UTF_8);
        assertThat(shown)
                .contains(
                        "/dev/sda   generation 4: 1 registration\033[K\n/dev/sdbb  ...\033[K\n", "start  a\\u001b[2Jb");
        assertThat(shown.split("\033\\[2J", -1)).hasSize(2);
    }
}
