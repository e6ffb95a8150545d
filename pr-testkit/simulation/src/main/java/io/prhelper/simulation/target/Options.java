// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import java.util.EnumSet;
import java.util.Set;

/** The features and deviations of a configuration, as sets that are cheap to ask: each command asks several times. */
final class Options {
    private final Set<Feature> features = EnumSet.noneOf(Feature.class);
    private final Set<Deviation> deviations = EnumSet.noneOf(Deviation.class);
    private final int maximumRegistrations;

    Options(TargetConfiguration configuration) {
        features.addAll(configuration.features());
        deviations.addAll(configuration.deviations());
        maximumRegistrations = configuration.maximumRegistrations();
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    boolean has(Deviation deviation) {
        return deviations.contains(deviation);
    }

    int maximumRegistrations() {
        return maximumRegistrations;
    }
}
