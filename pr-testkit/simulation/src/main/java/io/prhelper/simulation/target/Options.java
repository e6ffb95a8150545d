// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

/** The features and deviations of a configuration, as tables that are cheap to ask: each command asks several times. */
@SuppressWarnings("EnumOrdinal") // Positions in tables that live no longer than the values do.
final class Options {
    private final boolean[] features = new boolean[Feature.values().length];
    private final boolean[] deviations = new boolean[Deviation.values().length];
    private final int maximumRegistrations;

    Options(TargetConfiguration configuration) {
        configuration.features().forEach(feature -> features[feature.ordinal()] = true);
        configuration.deviations().forEach(deviation -> deviations[deviation.ordinal()] = true);
        maximumRegistrations = configuration.maximumRegistrations();
    }

    boolean has(Feature feature) {
        return features[feature.ordinal()];
    }

    boolean has(Deviation deviation) {
        return deviations[deviation.ordinal()];
    }

    int maximumRegistrations() {
        return maximumRegistrations;
    }
}
