// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.protocol.ServerProtocol;
import io.prhelper.ffm.Limit;
import io.prhelper.ffm.Limits;
import io.prhelper.ffm.PeerCredentials;
import org.junit.jupiter.api.Test;

final class RegistryTest {
    private static final PeerCredentials PEER = new PeerCredentials(10, 20, 30);

    private final Registry registry = new Registry(Limits.DEFAULTS.withMaxPerPeer(2), 4);

    private Connection connection(int fd) {
        return new Connection(fd, fd, PEER, registry.admit(PEER), true, new ServerProtocol(0), 0);
    }

    @Test
    void aConnectionThatCouldNotBeAddedCanBeRemoved() {
        Connection never = connection(100_000);
        registry.remove(never);
        assertThat(registry.find(100_000)).isNull();
        registry.add(never);
        assertThat(registry.find(100_000)).isSameAs(never);
        registry.remove(never);
        assertThat(registry.find(100_000)).isNull();
    }

    @Test
    void placesAreGivenBackOneByOne() {
        Registry.Place first = registry.admit(PEER);
        Registry.Place second = registry.admit(PEER);
        assertThat(registry.exceeded(PEER)).isEqualTo(Limit.PER_PEER);
        registry.leave(first);
        assertThat(registry.exceeded(PEER)).isNull();
        registry.admit(PEER);
        assertThat(registry.exceeded(PEER)).isNotNull();
        registry.leave(second);
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void whoIsOutsideOurProcessesIsCountedByUserOnly() {
        PeerCredentials unknown = new PeerCredentials(0, 20, 30);
        for (int i = 0; i < 3; i++) {
            assertThat(registry.exceeded(unknown)).isNull();
            registry.admit(unknown);
        }
        assertThat(registry.exceeded(unknown)).isNull();
        registry.admit(unknown);
        assertThat(registry.exceeded(unknown)).isEqualTo(Limit.OPEN_FILES);
    }
}
