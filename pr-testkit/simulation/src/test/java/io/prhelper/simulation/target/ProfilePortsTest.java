// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.core.pr.ReservationType.*;
import static io.prhelper.simulation.assertj.PrAssertions.assertThat;
import static io.prhelper.simulation.target.Stage.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.core.pr.PrOutCommand;
import io.prhelper.core.pr.RegisterOptions;
import io.prhelper.core.scsi.TransportId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How targets in use name ports, and which registrations belong together. */
final class ProfilePortsTest {
    private static final TransportId STRANGER = new TransportId.Sas(0xdddd);
    private static final TransportId CAROLS_NAME = new TransportId.IscsiName("iqn.2026-01.example:carol");

    private static RegisterOptions with(TransportId... ids) {
        return RegisterOptions.NONE.withTransportIds(List.of(ids));
    }

    private static String fullStatus(Stage stage) {
        stage.send(stage.alice, new PrInCommand(PrInAction.READ_FULL_STATUS, 8192));
        return HexFormat.of().formatHex(stage.dataIn());
    }

    /** SCST writes the bytes of the session the other way round, without leading zeros. */
    @ParameterizedTest
    @CsvSource({"strict-spc5, 0x008000000001", "scst, 0x10000008000"})
    void theNameOfAnIscsiPort(String profile, String session) {
        Stage stage = Stage.of(profile);
        stage.register(stage.carol, ZERO, C);
        assertThat(fullStatus(stage))
                .contains("4500002c"
                        + HexFormat.of()
                                .formatHex(("iqn.2026-01.example:carol,i," + session)
                                        .getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 05/26/00", "lio, 05/26/00", "scst, GOOD"})
    void aPortThatTheTargetDoesNotKnow(String profile, String end) {
        Stage stage = Stage.of(profile).allRegistered();
        SimulatedNexus dave = stage.target.nexus(new TransportId.Sas(0xd), 0);
        assertThat(stage.register(dave, ZERO, A, with(STRANGER))).isEqualTo(end);
        stage.reserve(stage.alice, A, WRITE_EXCLUSIVE);
        PrOutCommand away = new PrOutCommand.RegisterAndMove(A, A, false, false, 1, new TransportId.Sas(0xeeee));
        assertThat(stage.send(stage.alice, away)).isEqualTo(end);
        if (end.equals(GOOD)) {
            assertThat(stage.unit).hasOnlyKeys(A, A, A, A, B, C);
            assertThat(stage.release(stage.alice, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
            assertThat(stage.unit).isReservedBy(stage.target.nexus(new TransportId.Sas(0xeeee), 0), WRITE_EXCLUSIVE);
        }
    }

    /** SCST knows a port by its own spelling only; told the standard's, it registers a port that does not exist. */
    @Test
    void scstMeansItsOwnSpelling() {
        Stage stage = Stage.of("scst");
        TransportId.IscsiPort port = new TransportId.IscsiPort("iqn.2026-01.example:dora", 0x8000_0000_0001L);
        SimulatedNexus dora = stage.target.nexus(port, 0);
        assertThat(stage.register(stage.alice, ZERO, A, with(port))).isEqualTo(GOOD);
        assertThat(stage.reserve(dora, A, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        stage.clear(stage.alice, A);
        TransportId reported = new TransportId.Raw(Spelling.reversed(port));
        // The same session, with the zero that SCST leaves out, is another port.
        TransportId filled = new TransportId.IscsiPort("iqn.2026-01.example:dora", 0x0100_0000_0080L);
        assertThat(stage.register(stage.alice, ZERO, A, with(filled))).isEqualTo(GOOD);
        assertThat(stage.reserve(dora, A, WRITE_EXCLUSIVE)).isEqualTo(CONFLICT);
        stage.clear(stage.alice, A);
        assertThat(stage.register(stage.alice, ZERO, A, with(reported))).isEqualTo(GOOD);
        assertThat(stage.unit).hasOnlyKeys(A, A);
        assertThat(stage.reserve(dora, A, WRITE_EXCLUSIVE)).isEqualTo(GOOD);
    }

    /** A second unit hears of a port that the first registered. */
    @Test
    void aPhantomIsKnownToAllUnits() {
        Stage stage = new Stage(TargetConfiguration.of(TargetProfile.SCST).withUnits(2));
        stage.register(stage.alice, ZERO, A, with(STRANGER));
        SimulatedNexus other = stage.target.nexus(stage.alice.initiator(), 1);
        assertThat(stage.send(other, new PrOutCommand.Register(ZERO, A, with(STRANGER))))
                .isEqualTo(GOOD);
        assertThat(stage.target.unit(1)).hasOnlyKeys(A, A);
        stage.target.unit(1).restore(stage.snapshot());
        assertThat(stage.target.unit(1)).hasOnlyKeys(A, A);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD, 1", "lio, 05/26/00, 0"})
    void aNameWithoutASession(String profile, String end, int generation) {
        Stage stage = Stage.of(profile);
        assertThat(stage.register(stage.alice, ZERO, A, with(CAROLS_NAME))).isEqualTo(end);
        assertThat(stage.unit).hasGeneration(generation);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, 1", "lio, 3"})
    void theGenerationAfterRegisteringOthers(String profile, int generation) {
        Stage stage = Stage.of(profile);
        stage.register(stage.alice, ZERO, A, with(stage.bob.initiator(), stage.carol.initiator()));
        assertThat(stage.unit).hasOnlyKeys(A, A, A).hasGeneration(generation);
    }

    /** A registration of LIO stays as it was made. */
    @ParameterizedTest
    @CsvSource({"strict-spc5, GOOD, GOOD, 02", "lio, 05/24/00, 05/24/00, 00"})
    void allTargetPorts(String profile, String changed, String ended, String later) {
        Stage stage = Stage.of(profile);
        RegisterOptions all = RegisterOptions.NONE.withAllTgPt();
        stage.register(stage.alice, ZERO, A, all);
        assertThat(stage.register(stage.alice, A, A)).isEqualTo(changed);
        stage.register(stage.alice, A, A, all);
        assertThat(stage.register(stage.alice, A, ZERO)).isEqualTo(ended);
        stage.register(stage.alice, A, ZERO, all);
        assertThat(stage.unit).hasNoRegistrations();
        stage.register(stage.alice, ZERO, B);
        assertThat(stage.register(stage.alice, B, B, all)).isEqualTo(GOOD);
        assertThat(fullStatus(stage)).contains("000000000000000b" + "00000000" + later + "00");
        stage.clear(stage.alice, B);
        RegisterOptions both = all.withTransportIds(List.of());
        stage.register(stage.alice, ZERO, A, all);
        assertThat(stage.register(stage.alice, A, A, both)).isEqualTo("05/26/00");
        assertThat(stage.register(stage.alice, A, A, with())).isEqualTo("05/26/00");
    }

    /** A registration through another target port takes the place of the first. */
    @ParameterizedTest
    @CsvSource({"strict-spc5, 2", "3par, 1"})
    void theSameInitiatorPortThroughAnotherTargetPort(String profile, int registrations) {
        Stage stage =
                new Stage(TargetConfiguration.of(TargetProfile.named(profile)).withTargetPorts(1, 2, 3));
        SimulatedNexus second = stage.target.nexus(stage.alice.initiator(), 2, 0);
        stage.register(stage.alice, ZERO, A);
        stage.register(second, ZERO, B);
        assertThat(stage.snapshot().registrations()).hasSize(registrations);
        assertThat(stage.snapshot().keyOf(second.port())).contains(B);
        stage.register(second, B, ZERO);
        assertThat(stage.snapshot().registrations()).hasSize(registrations - 1);
    }

    @ParameterizedTest
    @CsvSource({"strict-spc5, true", "lio, false"})
    void whatClearLeavesOfAptpl(String profile, boolean persistent) {
        Stage stage = Stage.of(profile);
        stage.register(stage.alice, ZERO, A, RegisterOptions.NONE.withAptpl());
        stage.clear(stage.alice, A);
        assertThat(stage.snapshot().persistent()).isEqualTo(persistent);
    }

    /** Without SCST's spelling, a port that was not known is the one that logs in later. */
    @Test
    void aPortThatIsRegisteredBeforeItComes() {
        Stage stage = new Stage(TargetConfiguration.strictSpc5().with(Deviation.UNKNOWN_PORTS_REGISTERED));
        TransportId.IscsiPort port = new TransportId.IscsiPort("iqn.2026-01.example:dora", 1);
        stage.register(stage.alice, ZERO, A, with(port));
        assertThat(stage.reserve(stage.target.nexus(port, 0), A, WRITE_EXCLUSIVE))
                .isEqualTo(GOOD);
    }
}
