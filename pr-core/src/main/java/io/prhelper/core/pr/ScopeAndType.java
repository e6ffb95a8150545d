// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import java.util.Optional;

/**
 * The byte that holds SCOPE (high four bits) and TYPE (low four bits), in CDBs and in what a device reports. It holds any codes: a
 * target looks at them only after registration and key (SPC-5, 5.14), and some service actions ignore them.
 *
 * @param scopeCode 0 to Fh
 * @param typeCode 0 to Fh
 */
public record ScopeAndType(int scopeCode, int typeCode) {
    /** Both fields zero, as sent where they are ignored. */
    public static final ScopeAndType NONE = new ScopeAndType(0, 0);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if either code is out of it
     */
    public ScopeAndType {
        if (scopeCode < 0 || scopeCode > 0xf || typeCode < 0 || typeCode > 0xf) {
            throw new IllegalArgumentException("no scope and type: " + scopeCode + " and " + typeCode);
        }
    }

    /**
     * The whole logical unit with a type.
     *
     * @param type one that SPC-5 defines
     * @return its code, with the scope of the logical unit
     */
    public static ScopeAndType of(ReservationType type) {
        return new ScopeAndType(Scope.LOGICAL_UNIT.code(), type.code());
    }

    /**
     * Both fields out of one byte.
     *
     * @param value of which the low eight bits count: a signed byte will do
     * @return any codes, as they stand in it
     */
    public static ScopeAndType fromByte(int value) {
        return new ScopeAndType(value >> 4 & 0xf, value & 0xf);
    }

    /** {@return both fields in one byte, SCOPE in the high four bits: 0 to FFh} */
    public int toByte() {
        return scopeCode << 4 | typeCode;
    }

    /** {@return what the scope code stands for, or empty where SPC-5 defines none} */
    public Optional<Scope> scope() {
        return Scope.of(scopeCode);
    }

    /** {@return what the type code stands for, or empty where SPC-5 defines none} */
    public Optional<ReservationType> type() {
        return ReservationType.of(typeCode);
    }
}
