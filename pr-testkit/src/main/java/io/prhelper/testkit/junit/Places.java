// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import io.prhelper.simulation.target.TargetProfile;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The annotations that hold for a parameter, the nearest first. */
record Places(List<Place> all) {
    private record Place(AnnotatedElement where, SimulatedReservationTarget annotation) {
        Optional<TargetProfile> profile() {
            TargetKind[] kinds = annotation.value();
            boolean named = !annotation.profile().isEmpty();
            if (kinds.length > 1 || (kinds.length == 1 && named)) {
                throw new IllegalArgumentException(
                        "@SimulatedReservationTarget names one kind of target, as value or as profile, unlike on "
                                + where);
            }
            if (named) {
                return Optional.of(TargetProfile.named(annotation.profile()));
            }
            return kinds.length == 0 ? Optional.empty() : Optional.of(kinds[0].profile());
        }
    }

    static Places of(ParameterContext parameter, ExtensionContext context) {
        List<Place> found = Stream.of(
                        Stream.of(parameter.getParameter(), parameter.getDeclaringExecutable()),
                        context.getTestMethod().stream(),
                        Stream.of(context.getRequiredTestClass()),
                        context.getEnclosingTestClasses().reversed().stream())
                .flatMap(places -> places)
                .distinct()
                .flatMap(where -> AnnotationSupport.findAnnotation(where, SimulatedReservationTarget.class)
                        .map(annotation -> new Place(where, annotation))
                        .stream())
                .toList();
        return new Places(found);
    }

    /** Whether none holds. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The kind that the nearest one names that names any. */
    TargetProfile profile() {
        return all.stream()
                .map(Place::profile)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(TargetProfile.STRICT_SPC5);
    }
}
