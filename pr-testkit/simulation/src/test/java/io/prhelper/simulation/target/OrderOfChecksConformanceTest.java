// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrCommand;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PERSISTENT RESERVE OUT checks, and in which order: each test has a command with two things wrong (SPC-5, 6.17.1 to 6.17.3). */
final class OrderOfChecksConformanceTest {
    private static final byte[] RESERVE_UNIT = {0x16, 0, 0, 0, 0, 0};
    private static final PrOutCommand RESERVE = new PrOutCommand.Reserve(WRONG, WRITE_EXCLUSIVE);
    static final List<PrOutCommand> LOOK_AT_SCOPE = List.of(
            new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE),
            new PrOutCommand.Release(A, WRITE_EXCLUSIVE),
            new PrOutCommand.Preempt(A, B, WRITE_EXCLUSIVE),
            new PrOutCommand.PreemptAndAbort(A, B, WRITE_EXCLUSIVE));

    private final Stage stage = new Stage();

    @Test
    void aUnitAttentionComesBeforeAll() {
        stage.allRegistered();
        stage.clear(stage.alice, A);
        assertThat(stage.sendChanged(stage.bob, RESERVE, 1, 0x1f)).isEqualTo("06/2A/03");
        assertThat(stage.sendChanged(stage.bob, RESERVE, 1, 0x1f)).isEqualTo("05/24/00");
    }

    @Test
    void anSpc2ReservationComesBeforeTheServiceActionAlsoForItsHolderAndForReading() {
        assertThat(stage.send(stage.alice, RESERVE_UNIT, new byte[0])).isEqualTo(GOOD);
        assertThat(stage.sendChanged(stage.alice, RESERVE, 1, 0x1f)).isEqualTo(CONFLICT);
        assertThat(stage.register(stage.bob, ZERO, B)).isEqualTo(CONFLICT);
        assertThat(stage.send(stage.alice, new PrInCommand(PrInAction.READ_KEYS, 8)))
                .isEqualTo(CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x09, 0x0a, 0x10, 0x1f})
    void anUnknownServiceActionComesBeforeTheListLength(int serviceAction) {
        byte[] cdb = {0x5f, (byte) serviceAction, 1, 0, 0, 0, 0, 0, 8, 0};
        assertThat(stage.send(stage.alice, cdb, new byte[8])).isEqualTo("05/24/00");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 23, 25, 28, 256})
    void theListLengthComesBeforeTheRegistration(int length) {
        PrOutCommand release = new PrOutCommand.Release(A, WRITE_EXCLUSIVE);
        byte[] cdb = release.cdb();
        cdb[7] = (byte) (length >> 8);
        cdb[8] = (byte) length;
        byte[] list = Arrays.copyOf(release.dataOut(), length);
        assertThat(stage.send(stage.alice, cdb, list)).isEqualTo("05/1A/00");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7})
    void theListLengthHasFourBytes(int index) {
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Register(ZERO, A), index, 1))
                .isEqualTo("05/1A/00");
    }

    @Test
    void theListOfRegisterAndMoveIsAsLongAsItsTransportId() {
        PrOutCommand move = new PrOutCommand.RegisterAndMove(A, B, false, false, 1, stage.bob.initiator());
        assertThat(stage.sendChanged(stage.alice, move, 16 + 23, 28)).isEqualTo("05/1A/00");
        assertThat(stage.send(stage.alice, move.cdb(), Arrays.copyOf(move.dataOut(), 44)))
                .isEqualTo("05/1A/00");
        assertThat(stage.send(stage.alice, move)).isEqualTo(CONFLICT);
    }

    @Test
    void listedPortsWithAServiceActionThatDoesNotRegisterAreRefused() {
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Clear(A), 16 + 20, 8))
                .isEqualTo("05/26/00");
    }

    @Test
    void aListThatIsTooShortForTheLengthOfItsPortsIsRefused() {
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Register(ZERO, A), 16 + 20, 8))
                .isEqualTo("05/1A/00");
    }

    @Test
    void beingRegisteredComesBeforeTheKeyAndTheKeyBeforeScopeAndType() {
        assertThat(stage.sendChanged(stage.alice, RESERVE, 2, 0x1f)).isEqualTo(CONFLICT);
        stage.register(stage.alice, ZERO, A);
        assertThat(stage.sendChanged(stage.alice, RESERVE, 2, 0x1f)).isEqualTo(CONFLICT);
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Reserve(A, WRITE_EXCLUSIVE), 2, 0x1f))
                .isEqualTo("05/24/00");
    }

    @ParameterizedTest
    @FieldSource("LOOK_AT_SCOPE")
    void anotherScopeThanTheUnitIsRefused(PrCommand command) {
        stage.allRegistered();
        assertThat(stage.sendChanged(stage.alice, command, 2, 0x21)).isEqualTo("05/24/00");
        assertThat(stage.unit).hasOnlyKeys(A, B, C).hasGeneration(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 9, 0xa, 0xf})
    void reserveAndPreemptRefuseUnknownTypes(int type) {
        stage.allRegistered();
        assertThat(stage.sendChanged(stage.alice, LOOK_AT_SCOPE.get(0), 2, type))
                .isEqualTo("05/24/00");
        assertThat(stage.sendChanged(stage.alice, LOOK_AT_SCOPE.get(2), 2, type))
                .isEqualTo("05/24/00");
        assertThat(stage.sendChanged(stage.alice, LOOK_AT_SCOPE.get(3), 2, type))
                .isEqualTo("05/24/00");
        assertThat(stage.unit).isNotReserved().hasOnlyKeys(A, B, C);
    }

    @Test
    void releaseWithAnUnknownTypeIsAMismatchForItsHolderOnly() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        PrOutCommand release = new PrOutCommand.Release(A, WRITE_EXCLUSIVE);
        assertThat(stage.sendChanged(stage.alice, release, 2, 0xf)).isEqualTo("05/26/04");
        assertThat(stage.sendChanged(stage.bob, new PrOutCommand.Release(B, WRITE_EXCLUSIVE), 2, 0xf))
                .isEqualTo(GOOD);
    }

    @Test
    void clearAndRegisterAndMoveIgnoreScopeAndType() {
        stage.reservedByAlice(WRITE_EXCLUSIVE);
        PrOutCommand move = new PrOutCommand.RegisterAndMove(A, B, false, false, 1, stage.bob.initiator());
        assertThat(stage.sendChanged(stage.alice, move, 2, 0xff)).isEqualTo(GOOD);
        assertThat(stage.sendChanged(stage.alice, new PrOutCommand.Clear(A), 2, 0xff))
                .isEqualTo(GOOD);
        assertThat(stage.unit).hasNoRegistrations();
    }

    @Test
    void bitsThatTheServiceActionDoesNotKnowAreIgnored() {
        stage.allRegistered();
        assertThat(stage.sendChanged(stage.alice, LOOK_AT_SCOPE.getFirst(), 16 + 20, 5))
                .isEqualTo(GOOD);
        assertThat(stage.unit).isReservedBy(stage.alice, WRITE_EXCLUSIVE).isNotPersistentThroughPowerLoss();
    }
}
