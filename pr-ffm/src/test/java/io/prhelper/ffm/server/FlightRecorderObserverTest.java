// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.ChildJvm;
import io.prhelper.ffm.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording has of requests; in a JVM of its own, since whoever records leaves threads. */
final class FlightRecorderObserverTest {
    @Test
    void requestsAreEventsWhileTheyAreRecorded(@TempDir Path folder) throws Exception {
        try (ChildJvm child = ChildJvm.start(
                false, Child.class, folder.resolve("recording.jfr").toString())) {
            assertThat(child.lines())
                    .containsExactly(
                            "READ KEYS: EXECUTED GOOD (00h) null 1 ms",
                            "PREEMPT AND ABORT: READ_ONLY CHECK CONDITION (02h) 05/20/00 2 ms",
                            "service action 1Fh: BUSY BUSY (08h) null 3 ms",
                            "CLEANUP: EXECUTED GOOD (00h) null 4 ms");
            assertThat(child.status()).isZero();
        }
    }

    /** Counts requests, and tells what was recorded of them. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            FlightRecorderObserver observer = new FlightRecorderObserver();
            observer.counted(Decision.EXECUTED, 0x5e, 1, 0, null, 1);
            try (Recording recording = new Recording()) {
                recording.enable(FlightRecorderObserver.EVENT);
                recording.start();
                observer.counted(Decision.EXECUTED, 0x5e, 0, 0, null, 1_000_000);
                observer.counted(Decision.READ_ONLY, 0x5f, 5, 2, Sense.INVALID_OPCODE, 2_000_000);
                observer.counted(Decision.BUSY, 0x5f, 31, 8, null, 3_000_000);
                observer.counted(Decision.EXECUTED, 0xff, 0, 0, null, 4_000_000);
                recording.stop();
                recording.dump(file);
            }
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                Duration took = event.getDuration("took");
                System.out.println(event.getString("action") + ": " + event.getString("decision") + " "
                        + event.getString("status") + " " + event.getString("sense") + " " + took.toMillis() + " ms");
            }
        }
    }
}
