// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codes of service actions, scopes and types. */
class CodesTest {
    private static final int MORE_THAN_A_BYTE = 0x200;

    @ParameterizedTest
    @CsvSource({"READ_KEYS, 0", "READ_RESERVATION, 1", "REPORT_CAPABILITIES, 2", "READ_FULL_STATUS, 3"})
    void persistentReserveInHasTheseServiceActions(PrInAction action, int code) {
        assertThat(action.code()).isEqualTo(code);
        assertThat(PrInAction.of(code)).contains(action);
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTER, 0",
        "RESERVE, 1",
        "RELEASE, 2",
        "CLEAR, 3",
        "PREEMPT, 4",
        "PREEMPT_AND_ABORT, 5",
        "REGISTER_AND_IGNORE_EXISTING_KEY, 6",
        "REGISTER_AND_MOVE, 7",
        "REPLACE_LOST_RESERVATION, 8"
    })
    void persistentReserveOutHasTheseServiceActions(PrOutAction action, int code) {
        assertThat(action.code()).isEqualTo(code);
        assertThat(PrOutAction.of(code)).contains(action);
    }

    @ParameterizedTest
    @CsvSource({
        // code, exclusive access, registrants only, all registrants
        "WRITE_EXCLUSIVE, 1, false, false, false",
        "EXCLUSIVE_ACCESS, 3, true, false, false",
        "WRITE_EXCLUSIVE_REGISTRANTS_ONLY, 5, false, true, false",
        "EXCLUSIVE_ACCESS_REGISTRANTS_ONLY, 6, true, true, false",
        "WRITE_EXCLUSIVE_ALL_REGISTRANTS, 7, false, false, true",
        "EXCLUSIVE_ACCESS_ALL_REGISTRANTS, 8, true, false, true"
    })
    void typesAreThoseOfTheStandard(ReservationType type, int code, boolean exclusive, boolean only, boolean all) {
        assertThat(type.code()).isEqualTo(code);
        assertThat(ReservationType.of(code)).contains(type);
        assertThat(type.isExclusiveAccess()).isEqualTo(exclusive);
        assertThat(type.isRegistrantsOnly()).isEqualTo(only);
        assertThat(type.isAllRegistrants()).isEqualTo(all);
        assertThat(type.admitsRegistrants()).isEqualTo(only || all);
    }

    @Test
    void noOtherCodeMeansAnything() {
        int ins = 0;
        int outs = 0;
        int types = 0;
        int scopes = 0;
        for (int code = -1; code < MORE_THAN_A_BYTE; code++) {
            ins += PrInAction.of(code).isPresent() ? 1 : 0;
            outs += PrOutAction.of(code).isPresent() ? 1 : 0;
            types += ReservationType.of(code).isPresent() ? 1 : 0;
            scopes += Scope.of(code).isPresent() ? 1 : 0;
        }
        assertThat(ins).isEqualTo(4);
        assertThat(outs).isEqualTo(9);
        assertThat(types).isEqualTo(6);
        assertThat(scopes).isEqualTo(1);
        assertThat(Scope.of(0)).contains(Scope.LOGICAL_UNIT);
    }

    @Test
    void aByteHoldsAnyScopeAndType() {
        for (int code = 0; code < 0x100; code++) {
            ScopeAndType both = ScopeAndType.fromByte((byte) code);
            assertThat(both.scopeCode()).isEqualTo(code >> 4);
            assertThat(both.typeCode()).isEqualTo(code & 0xf);
            assertThat(both.toByte()).isEqualTo(code);
            assertThat(both.scope().isPresent()).isEqualTo(code < 0x10);
            assertThat(both.type()).isEqualTo(ReservationType.of(code & 0xf));
        }
        assertThat(ScopeAndType.NONE.toByte()).isZero();
        assertThat(ScopeAndType.NONE.type()).isEqualTo(Optional.empty());
        assertThat(ScopeAndType.of(ReservationType.EXCLUSIVE_ACCESS)).isEqualTo(new ScopeAndType(0, 3));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "16, 0", "0, -1", "0, 16"})
    void scopeAndTypeOutOfRangeAreNamed(int scope, int type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScopeAndType(scope, type))
                .withMessageContaining(scope + " and " + type);
    }
}
