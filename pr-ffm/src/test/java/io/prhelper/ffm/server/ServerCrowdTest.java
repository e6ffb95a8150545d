// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static io.prhelper.ffm.server.ServerFixture.READ_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.guard.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many busy clients at once, and the rehearsal before the first. */
@Timeout(60)
final class ServerCrowdTest {
    private static final int CROWD = 60;
    private static final int ROUNDS = 30;

    private final OpenDescriptors descriptors = new OpenDescriptors();

    @Test
    void aCrowdIsServedByFewThreads() throws Exception {
        try (ServerFixture fixture = ServerFixture.answering();
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                clients.add(fixture.greeted());
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (RawClient client : clients) {
                    client.send(READ_KEYS, disk.fd());
                }
                for (RawClient client : clients) {
                    assertThat(client.receive(112)).hasSize(112);
                }
            }
            assertThat(ServerFixture.threads("pr-worker-")).isLessThan(CROWD / 2);
            clients.forEach(RawClient::close);
        }
        descriptors.assertAsBefore();
    }

    @Test
    void theRehearsalTellsNobodyAndLeavesNothing() throws Exception {
        InterceptedKernel kernel = new InterceptedKernel();
        try (ServerFixture fixture = new ServerFixture(builder -> builder.kernel(kernel.kernel()))) {
            int open = OpenDescriptors.count();
            fixture.server.rehearse();
            Await.until("the rehearsal is over", () -> ServerFixture.threads("pr-rehearsal") == 0);
            assertThat(kernel.count("ioctl")).isEqualTo(2000);
            assertThat(fixture.events.lines()).isEmpty();
            assertThat(fixture.server.connections()).isZero();
            assertThat(OpenDescriptors.count()).isEqualTo(open);
        }
        descriptors.assertAsBefore();
    }

    @Test
    void aRehearsalThatFindsNoRoomIsLeftOut() throws Exception {
        for (String function : List.of("epoll_create1", "socketpair", "memfd_create")) {
            InterceptedKernel kernel = new InterceptedKernel();
            try (ServerFixture fixture = new ServerFixture(builder -> builder.kernel(kernel.kernel()))) {
                kernel.answer(function, call -> -24);
                fixture.server.rehearse();
                Await.until("the rehearsal is over", () -> ServerFixture.threads("pr-rehearsal") == 0);
                assertThat(kernel.count("ioctl")).isZero();
            }
            descriptors.assertAsBefore();
        }
    }
}
