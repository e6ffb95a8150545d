// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.multipath;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.pr.ReservationType;
import java.util.List;

/** Which path is asked what, what multipathd is told, and what the answers come to, for a map with two paths. */
abstract class MapTest {
    static final ReservationKey A = new ReservationKey(0xa1);
    static final ReservationKey B = new ReservationKey(0xb2);
    static final ReservationType TYPE = ReservationType.of(Script.TYPE).orElseThrow();
    static final MapPath SDA = new MapPath("sda", 1);
    static final MapPath SDB = new MapPath("sdb", 2);
    static final List<MapPath> BOTH = List.of(SDA, SDB);

    final MapMemory memory = new MapMemory();

    void play(PrCommand command, String text) {
        Script.play(memory, command, text);
    }

    /** What is done of the helper's own accord, where there is something to do. */
    void look(String text) {
        Script.play(MapCommand.look(memory, BOTH).orElseThrow(), text);
    }

    /** With A on both paths, ports 1 and 2. */
    void register() {
        play(new PrOutCommand.Register(ReservationKey.ZERO, A), """
                key none 0xa1
                ask sda sdb REGISTER 0 a1 -> GOOD GOOD
                ask sda READ_FULL_STATUS -> 1:a1 2:a1
                registered
                """);
    }
}
