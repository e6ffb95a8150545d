// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static io.prhelper.ffm.server.ServerFixture.cdb;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.protocol.Wire;
import io.prhelper.ffm.Decision;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.ServerObserver;
import io.prhelper.guard.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An observer is told of what it wants to hear of, and of nothing else. */
final class ServerObserverTest {
    private static final int CLEAR = 3;
    private static final int PREEMPT = 4;

    /** Wants one service action of one operation code where it was executed, another where its descriptor was not open for writing. */
    private static final class Choosy implements ServerObserver {
        private final List<String> told = Collections.synchronizedList(new ArrayList<>());

        @Override
        public boolean wants(Decision decision, int opcode, int serviceAction) {
            return opcode == Wire.PERSISTENT_RESERVE_OUT
                    && ((decision == Decision.EXECUTED && serviceAction == CLEAR)
                            || (decision == Decision.READ_ONLY && serviceAction == PREEMPT));
        }

        @Override
        public void finished(Finished request) {
            told.add(request.decision() + " " + (request.cdb().get(1) & 0x1f) + " "
                    + (request.nanos() > 0 ? "timed" : "not timed"));
        }
    }

    @Test
    void onlyWhatIsWantedIsToldAndTimed() throws Exception {
        Choosy choosy = new Choosy();
        try (ServerFixture fixture = new ServerFixture(
                        server -> server.device(ServerFixture.KEYS).observer(choosy));
                RawClient client = fixture.greeted();
                OwnedFd file = OwnedFd.inMemory("disk");
                OwnedFd readOnly = OwnedFd.open(Path.of("/dev/null"), false)) {
            client.send(READ_KEYS, file.fd());
            client.receive(104 + ServerFixture.NO_KEYS.length);
            for (int action = 0; action < 32; action++) {
                client.send(cdb(Wire.PERSISTENT_RESERVE_OUT, action, 24), file.fd());
                client.send(new byte[24]);
                client.receive(104);
                client.send(cdb(Wire.PERSISTENT_RESERVE_OUT, action, 24), readOnly.fd());
                client.send(new byte[24]);
                client.receive(104);
            }
            Await.until("both were told", () -> choosy.told.size() == 2);
            assertThat(choosy.told).containsExactly("EXECUTED 3 timed", "READ_ONLY 4 not timed");
        }
    }
}
