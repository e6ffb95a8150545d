// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.Decision;
import io.prhelper.ffm.ServerObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several observers that want to hear of different actions, of which some have no room. */
class ObserversTest {
    private static final int OUT = 0x5f;

    private final List<String> missed = new ArrayList<>();

    private ServerObserver of(String name, int wanted, boolean room) {
        return new ServerObserver() {
            @Override
            public boolean wants(Decision decision, int opcode, int serviceAction) {
                return serviceAction == wanted;
            }

            @Override
            public boolean hasRoom(Decision decision, int opcode, int serviceAction) {
                return room;
            }

            @Override
            public void missed(Decision decision, int opcode, int serviceAction) {
                missed.add(name + " " + serviceAction);
            }
        };
    }

    private static boolean hasRoom(ServerObserver observer, int action) {
        return observer.hasRoom(Decision.EXECUTED, OUT, action);
    }

    @Test
    void thereIsRoomWhereOneThatWantsItHasSome() {
        Observers both = new Observers(List.of(of("full", 1, false), of("empty", 1, true)));
        assertThat(hasRoom(both, 1)).isTrue();
    }

    @Test
    void roomOfOneThatDoesNotWantItIsNone() {
        Observers both = new Observers(List.of(of("full", 1, false), of("empty", 2, true)));
        assertThat(hasRoom(both, 1)).isFalse();
        assertThat(hasRoom(both, 2)).isTrue();
    }

    @Test
    void whoWantedItIsToldThatItIsMissed() {
        Observers both = new Observers(List.of(of("full", 1, false), of("empty", 2, true), of("also full", 1, false)));
        both.missed(Decision.EXECUTED, OUT, 1);
        assertThat(missed).containsExactly("full 1", "also full 1");
    }
}
