// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.simulation.target.Checks.given;
import static io.prhelper.simulation.target.Checks.require;

import java.util.List;

/**
 * What part of a {@link TargetProfile} rests on.
 *
 * @param basis how it is known
 * @param source of what: product and version, file and revision, document
 * @param traits what is known by it, at least one
 */
public record Evidence(Basis basis, String source, List<Trait> traits) {
    /** How something is known. */
    public enum Basis {
        /** A target of that version was asked, and answered so. */
        MEASURED,

        /** It stands in that source text or document; nobody asked a target. */
        READ,

        /** It follows from what was measured or read, and is not contradicted by it. */
        INFERRED
    }

    /** Checks that there is a source and a trait, and copies the list. */
    public Evidence {
        given(basis, "basis");
        traits = List.copyOf(traits);
        require(!source.isBlank(), "evidence without a source");
        require(!traits.isEmpty(), "evidence of nothing: " + source);
    }

    static Evidence measured(String source, Trait... traits) {
        return new Evidence(Basis.MEASURED, source, List.of(traits));
    }

    static Evidence read(String source, Trait... traits) {
        return new Evidence(Basis.READ, source, List.of(traits));
    }

    static Evidence inferred(String source, Trait... traits) {
        return new Evidence(Basis.INFERRED, source, List.of(traits));
    }
}
