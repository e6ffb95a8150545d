// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.ReservationType;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what while a unit is reserved (SPC-5, 5.14.1 and 5.14.3; SPC-2, 5.5.1). */
final class AccessConformanceTest {
    private static final byte[] NONE = {};
    private static final List<String> READS = List.of("28000000000000000100", "88000000000000000000000000010000");
    private static final List<String> WRITES = List.of("2a000000000000000100", "8a000000000000000000000000010000");
    private static final List<String> RESERVE_UNIT = List.of("160000000000", "56000000000000000000");
    private static final List<String> RELEASE_UNIT = List.of("170000000000", "57000000000000000000");
    private static final List<String> FREE = List.of("120000002400", "030000001200", "a00000000000000000100000");

    private final Stage stage = new Stage();

    private void assertAll(SimulatedNexus nexus, List<String> commands, byte[] dataOut, String end) {
        assertThat(commands)
                .allSatisfy(cdb -> assertThat(stage.send(nexus, HexFormat.of().parseHex(cdb), dataOut))
                        .isEqualTo(end));
    }

    private void assertAccess(SimulatedNexus nexus, boolean reads, boolean writes) {
        assertAll(nexus, READS, NONE, reads ? GOOD : CONFLICT);
        assertAll(nexus, WRITES, new byte[512], writes ? GOOD : CONFLICT);
    }

    @ParameterizedTest(name = "{0}: registered reads {1}, writes {2}; unregistered reads {3}, writes {4}")
    @CsvSource({
        "WRITE_EXCLUSIVE,                   true,  false, true,  false",
        "EXCLUSIVE_ACCESS,                  false, false, false, false",
        "WRITE_EXCLUSIVE_REGISTRANTS_ONLY,  true,  true,  true,  false",
        "EXCLUSIVE_ACCESS_REGISTRANTS_ONLY, true,  true,  false, false",
        "WRITE_EXCLUSIVE_ALL_REGISTRANTS,   true,  true,  true,  false",
        "EXCLUSIVE_ACCESS_ALL_REGISTRANTS,  true,  true,  false, false",
    })
    void theTypeDecidesWhoMayReadAndWrite(
            ReservationType type, boolean registeredReads, boolean registeredWrites, boolean reads, boolean writes) {
        stage.register(stage.alice, ZERO, A);
        stage.register(stage.bob, ZERO, B);
        stage.reserve(stage.alice, A, type);
        assertAccess(stage.alice, true, true);
        assertAccess(stage.bob, registeredReads, registeredWrites);
        assertAccess(stage.carol, reads, writes);
    }

    @Test
    void withoutAReservationRegistrationsDoNotMatter() {
        stage.register(stage.alice, ZERO, A);
        assertAccess(stage.alice, true, true);
        assertAccess(stage.carol, true, true);
    }

    @ParameterizedTest
    @EnumSource(ReservationType.class)
    void someCommandsAreAlwaysAllowed(ReservationType type) {
        stage.register(stage.alice, ZERO, A);
        stage.reserve(stage.alice, A, type);
        assertAll(stage.carol, FREE, NONE, GOOD);
        assertThat(stage.testUnitReady(stage.carol)).isEqualTo(GOOD);
        for (PrInAction action : PrInAction.values()) {
            assertThat(stage.send(stage.carol, new PrInCommand(action, 8))).isEqualTo(GOOD);
        }
    }

    @Test
    void anSpc2ReservationShutsTheOthersOut() {
        assertAll(stage.alice, RESERVE_UNIT, NONE, GOOD);
        assertAccess(stage.alice, true, true);
        assertAccess(stage.bob, false, false);
        assertAll(stage.bob, RESERVE_UNIT, NONE, CONFLICT);
        assertThat(stage.testUnitReady(stage.alice)).isEqualTo(GOOD);
        assertThat(stage.testUnitReady(stage.bob)).isEqualTo(CONFLICT);
        assertAll(stage.bob, FREE, NONE, GOOD);
        // SPC-2, 7.17: GOOD without effect for those that have not reserved.
        assertAll(stage.bob, RELEASE_UNIT, NONE, GOOD);
        assertAccess(stage.bob, false, false);
        assertAll(stage.alice, RELEASE_UNIT, NONE, GOOD);
        assertAccess(stage.bob, true, true);
    }

    /** SPC-2, 5.5.1: while anybody is registered, RESERVE and RELEASE conflict. */
    @Test
    void aRegistrationBringsSpc2ReservationsToAnEnd() {
        stage.register(stage.alice, ZERO, A);
        for (SimulatedNexus nexus : List.of(stage.alice, stage.bob)) {
            assertAll(nexus, RESERVE_UNIT, NONE, CONFLICT);
            assertAll(nexus, RELEASE_UNIT, NONE, CONFLICT);
        }
    }

    /** SPC-5, 5.14.3: compatible reservation handling. */
    @ParameterizedTest
    @EnumSource(ReservationType.class)
    void spc2CommandsAreGoodWithoutEffectForThoseThatHaveAccess(ReservationType type) {
        stage.register(stage.alice, ZERO, A);
        stage.register(stage.bob, ZERO, B);
        stage.reserve(stage.alice, A, type);
        UnitSnapshot before = stage.snapshot();
        boolean shared = type != WRITE_EXCLUSIVE && type != EXCLUSIVE_ACCESS;
        for (List<String> commands : List.of(RESERVE_UNIT, RELEASE_UNIT)) {
            assertAll(stage.alice, commands, NONE, GOOD);
            assertAll(stage.bob, commands, NONE, shared ? GOOD : CONFLICT);
            assertAll(stage.carol, commands, NONE, CONFLICT);
        }
        assertThat(stage.snapshot()).isEqualTo(before);
    }

    @Test
    void withoutCompatibleHandlingSpc2CommandsConflictForTheHolderToo() {
        Stage plain = new Stage(TargetConfiguration.strictSpc5().without(Feature.COMPATIBLE_RESERVATION_HANDLING));
        plain.reservedByAlice(WRITE_EXCLUSIVE);
        assertThat(plain.send(plain.alice, new byte[] {0x16, 0, 0, 0, 0, 0}, NONE))
                .isEqualTo(CONFLICT);
    }
}
