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
        return new Connection(fd, fd, PEER, registry.admit(PEER, 10), true, new ServerProtocol(0), 0);
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
        Registry.Place first = registry.admit(PEER, 10);
        Registry.Place second = registry.admit(PEER, 10);
        assertThat(registry.exceeded(PEER, 10)).isEqualTo(Limit.PER_PEER);
        registry.leave(first);
        assertThat(registry.exceeded(PEER, 10)).isNull();
        registry.admit(PEER, 10);
        assertThat(registry.exceeded(PEER, 10)).isNotNull();
        registry.leave(second);
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void aProcessThatNobodyKnowsIsCountedByUserOnly() {
        PeerCredentials unknown = new PeerCredentials(0, 20, 30);
        for (int i = 0; i < 4; i++) {
            assertThat(registry.exceeded(unknown, PeerProcess.UNKNOWN)).isNull();
            registry.admit(unknown, PeerProcess.UNKNOWN);
        }
        assertThat(registry.exceeded(unknown, PeerProcess.UNKNOWN)).isEqualTo(Limit.OPEN_FILES);
    }

    @Test
    void processesOutsideOurNamespaceAreCountedByWhatTellsThemApart() {
        PeerCredentials outside = new PeerCredentials(0, 20, 30);
        Registry.Place first = registry.admit(outside, -1);
        registry.admit(outside, -1);
        assertThat(registry.exceeded(outside, -1)).isEqualTo(Limit.PER_PEER);
        assertThat(registry.exceeded(outside, -2)).isNull();
        registry.leave(first);
        assertThat(registry.exceeded(outside, -1)).isNull();
    }
}
