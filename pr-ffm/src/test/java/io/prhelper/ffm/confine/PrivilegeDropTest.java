// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.prhelper.ffm.Capability;
import io.prhelper.ffm.confine.SimulatedProcess.Credential;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CredentialCalls;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of a drop, on a simulated process: every call that fails, and every call that only pretends. */
final class PrivilegeDropTest {
    private static final long RAWIO = 1L << 17;
    private static final List<String> TRIES =
            List.of("another user", "another group", "other groups", "the capabilities");
    private static final Set<Capability> KEPT = Set.of(Capability.SYS_RAWIO);

    private static PrivilegeDrop.Result drop(SimulatedProcess process, int uid, int gid) throws IOException {
        return new PrivilegeDrop(process, process).drop(uid, gid, KEPT);
    }

    private static boolean isSafe(SimulatedProcess process, int uid) {
        Credential own = process.all.getFirst();
        boolean others = process.all.subList(1, process.all.size()).stream()
                .allMatch(thread -> thread.permitted == 0 && thread.uids[0] != 0);
        boolean common = process.all.stream()
                .allMatch(thread -> thread.noNewPrivs
                        && thread.filter
                        && !thread.hasGroups
                        && thread.effective == thread.permitted);
        return own.permitted == RAWIO
                && own.inheritable == 0
                && own.bounding == 0
                && own.uids[0] == uid
                && own.uids[2] == uid
                && others
                && common
                && !process.dumpable;
    }

    @ParameterizedTest
    @CsvSource({"-1, -1, 0, 0", "0, 0, 0, 0", "65534, -1, 65534, 0", "65534, 65533, 65534, 65533"})
    void oneThreadKeepsWhatServingNeedsAndTheOthersNothing(int uid, int gid, int user, int group) throws IOException {
        SimulatedProcess process = new SimulatedProcess(call -> 0);
        PrivilegeDrop.Result dropped = drop(process, uid, gid);
        assertThat(dropped.held()).isEqualTo(KEPT);
        assertThat(dropped.lacking()).isEmpty();
        assertThat(isSafe(process, user)).isTrue();
        assertThat(process.all).allMatch(thread -> thread.gids[0] == group && thread.gids[2] == group);
    }

    @ParameterizedTest
    @CsvSource({"-1, EPERM", "-1, EINVAL", "-1, ENOSYS", "65534, EPERM", "65534, EINVAL", "65534, ENOSYS"})
    void whicheverCallFailsTheResultIsSafeOrAnError(int uid, Errno errno) throws IOException {
        everyCall(uid, -errno.code());
    }

    @ParameterizedTest
    @CsvSource({"-1", "65534"})
    void whicheverCallPretendsTheResultIsSafeOrAnError(int uid) throws IOException {
        everyCall(uid, SimulatedProcess.LIE);
    }

    private static void everyCall(int uid, int fate) throws IOException {
        SimulatedProcess good = new SimulatedProcess(call -> 0);
        drop(good, uid, 7);
        assertThat(good.count).isGreaterThan(50);
        int refused = 0;
        for (int i = 0; i < good.count; i++) {
            int bad = i;
            SimulatedProcess process = new SimulatedProcess(call -> call == bad ? fate : 0);
            try {
                drop(process, uid, 7);
                assertThat(isSafe(process, Math.max(uid, 0))).as("call %d", i).isTrue();
            } catch (IOException expected) {
                assertThat(expected).hasMessageNotContaining("null");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(40);
    }

    @Test
    void aRightThatCanBeHadBackIsAnError() throws IOException {
        SimulatedProcess good = new SimulatedProcess(call -> 0);
        drop(good, 5, 7);
        // The last calls are the tries, which should fail: let each one pretend that it did not.
        int first = good.count - TRIES.size();
        for (int i = 0; i < TRIES.size(); i++) {
            int tried = first + i;
            SimulatedProcess process = new SimulatedProcess(call -> call == tried ? SimulatedProcess.LIE : 0);
            assertThatIOException()
                    .isThrownBy(() -> drop(process, 5, 7))
                    .withMessage("what was dropped can be had back: " + TRIES.get(tried - first));
        }
    }

    @Test
    void aProcessWithoutRightsServesWithNoneAndSaysWhatItLacks() throws IOException {
        SimulatedProcess process = started(1000, 0);
        PrivilegeDrop.Result dropped = drop(process, -1, -1);
        assertThat(dropped.held()).isEmpty();
        assertThat(dropped.lacking())
                .containsExactly(
                        "the bounding set stays as it was: CAP_SETPCAP is missing",
                        "the supplementary groups 0 4 stay: CAP_SETGID is missing",
                        "CAP_SYS_RAWIO is needed for serving, and the process was started without it");
        assertThat(process.all).allMatch(thread -> thread.permitted == 0 && thread.noNewPrivs);
    }

    @Test
    void aProcessThatWasGivenOnlyWhatServingNeedsServes() throws IOException {
        for (int uid : new int[] {0, 1000}) {
            SimulatedProcess process = started(uid, RAWIO);
            PrivilegeDrop.Result dropped = drop(process, -1, -1);
            assertThat(dropped.held()).isEqualTo(KEPT);
            assertThat(dropped.lacking())
                    .contains("threads of the JVM itself keep the capabilities that the process was started with:"
                            + " CAP_SETUID is missing or the user is not root");
            assertThat(process.all).allMatch(thread -> thread.permitted == RAWIO);
        }
    }

    /** A hardened unit: the capability is ambient, so it is inheritable too, and the unit's filter knows no capset. */
    @Test
    void aManagersFilterMayForbidWhatWouldChangeNothingThatCounts() throws IOException {
        SimulatedProcess process = started(1000, RAWIO);
        process.forbidsCapset = true;
        process.all.forEach(thread -> {
            thread.inheritable = RAWIO;
            thread.ambient = RAWIO;
        });
        PrivilegeDrop.Result dropped = drop(process, -1, -1);
        assertThat(dropped.held()).isEqualTo(KEPT);
        assertThat(dropped.lacking()).contains("the inheritable capabilities stay: capset: Operation not permitted");
        assertThat(process.all.getFirst().ambient).isZero();
        assertThat(process.all.getFirst().permitted).isEqualTo(RAWIO);
    }

    @Test
    void aManagersFilterThatForbidsTheDropItselfIsAnError() {
        for (SimulatedProcess process :
                new SimulatedProcess[] {started(0, SimulatedProcess.ALL), started(1000, RAWIO | 1)}) {
            process.forbidsCapset = true;
            assertThatIOException()
                    .isThrownBy(() -> drop(process, -1, -1))
                    .withMessage("capset: Operation not permitted");
        }
    }

    @Test
    void capabilitiesThatCanNotBeTakenFromTheOtherThreadsAreAnError() {
        assertThatIOException()
                .isThrownBy(() -> drop(started(0, RAWIO | 1), -1, -1))
                .withMessage("thread 'thread' (101) ended up with CapPrm 20001");
    }

    @Test
    void anotherUserNeedsTheRightToBecomeHim() {
        assertThatIOException()
                .isThrownBy(() -> drop(started(1000, 0), 65534, -1))
                .withMessage("becoming user 65534: Operation not permitted");
    }

    @Test
    void groupsThatAUserNamespaceFixesStayAndAreToldOf() throws IOException {
        SimulatedProcess process = new SimulatedProcess(call -> 0);
        process.groupsAreFixed = true;
        assertThat(drop(process, -1, 7).lacking())
                .containsExactly("the supplementary groups 0 4 stay: this user namespace forbids setgroups");
        process = new SimulatedProcess(call -> 0);
        process.groupsAreFixed = true;
        process.all.forEach(thread -> thread.hasGroups = false);
        assertThat(drop(process, -1, 7).lacking()).isEmpty();
    }

    @Test
    void threadsThatDifferBeforehandAreAnError() {
        SimulatedProcess process = new SimulatedProcess(call -> 0);
        process.all.get(1).effective = 0;
        assertThatIOException()
                .isThrownBy(() -> drop(process, -1, -1))
                .withMessage("thread 'thread' (101) has other rights than thread 'thread' (100)"
                        + " before anything was dropped");
        assertThat(process.count).isZero();
    }

    private static SimulatedProcess started(int uid, long capabilities) {
        SimulatedProcess process = new SimulatedProcess(call -> 0);
        for (Credential thread : process.all) {
            thread.uids = new int[] {uid, uid, uid};
            thread.gids = new int[] {1000, 1000, 1000};
            thread.permitted = capabilities;
            thread.effective = capabilities;
        }
        return process;
    }

    /** A call that is not would be made on the JVM of the tests. */
    @Test
    void everyCallIsSimulated() {
        assertThat(CredentialCalls.class.getDeclaredMethods())
                .isNotEmpty()
                .allSatisfy(call -> assertThat(
                                SimulatedProcess.class.getDeclaredMethod(call.getName(), call.getParameterTypes()))
                        .isNotNull());
    }
}
