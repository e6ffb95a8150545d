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

    /** Checks the ranges. */
    public ScopeAndType {
        if (scopeCode < 0 || scopeCode > 0xf || typeCode < 0 || typeCode > 0xf) {
            throw new IllegalArgumentException("no scope and type: " + scopeCode + " and " + typeCode);
        }
    }

    /** The whole logical unit with this type. */
    public static ScopeAndType of(ReservationType type) {
        return new ScopeAndType(Scope.LOGICAL_UNIT.code(), type.code());
    }

    /** From the low eight bits of {@code value}. */
    public static ScopeAndType fromByte(int value) {
        return new ScopeAndType(value >> 4 & 0xf, value & 0xf);
    }

    /** Both fields in one byte, 0 to FFh. */
    public int toByte() {
        return scopeCode << 4 | typeCode;
    }

    /** The scope, or empty where SPC-5 defines none. */
    public Optional<Scope> scope() {
        return Scope.of(scopeCode);
    }

    /** The type, or empty where SPC-5 defines none. */
    public Optional<ReservationType> type() {
        return ReservationType.of(typeCode);
    }
}
