// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import io.prhelper.simulation.target.TargetProfile;

/** The profiles of targets that an annotation can name; what each is, {@link TargetProfile} tells. */
public enum TargetKind {
    /** {@link TargetProfile#STRICT_SPC5}. */
    STRICT_SPC5(TargetProfile.STRICT_SPC5),

    /** {@link TargetProfile#LIO}. */
    LIO(TargetProfile.LIO),

    /** {@link TargetProfile#LIO_7}. */
    LIO_7(TargetProfile.LIO_7),

    /** {@link TargetProfile#LIO_OLD}. */
    LIO_OLD(TargetProfile.LIO_OLD),

    /** {@link TargetProfile#TGT}. */
    TGT(TargetProfile.TGT),

    /** {@link TargetProfile#SCST}. */
    SCST(TargetProfile.SCST),

    /** {@link TargetProfile#SPDK}. */
    SPDK(TargetProfile.SPDK),

    /** {@link TargetProfile#SPDK_OLD}. */
    SPDK_OLD(TargetProfile.SPDK_OLD),

    /** {@link TargetProfile#CTL}. */
    CTL(TargetProfile.CTL),

    /** {@link TargetProfile#THREE_PAR}. */
    THREE_PAR(TargetProfile.THREE_PAR),

    /** {@link TargetProfile#ISTGT}. */
    ISTGT(TargetProfile.ISTGT);

    // ImmutableEnumChecker: it is immutable, though nothing in it says so to the checker.
    @SuppressWarnings("ImmutableEnumChecker")
    private final TargetProfile profile;

    TargetKind(TargetProfile profile) {
        this.profile = profile;
    }

    /** {@return the profile of this kind} */
    public TargetProfile profile() {
        return profile;
    }
}
