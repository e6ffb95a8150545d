// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Resolves the parameters of {@link SimulatedReservationTarget}. */
// exports: as in SimulatedReservationTarget.
@SuppressWarnings("exports")
public final class SimulatedReservationTargetExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SimulatedReservationTargetExtension.class);
    private static final Set<Class<?>> TYPES =
            Set.of(SimulatedTarget.class, SimulatedHelper.class, SimulatedClient.class);

    /** For JUnit. */
    public SimulatedReservationTargetExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType())
                && annotation(parameter, context).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        String profile = annotation(parameter, context).orElseThrow().profile();
        try {
            SimulatedHelper helper = helper(profile, context);
            Class<?> type = parameter.getParameter().getType();
            if (type == SimulatedHelper.class) {
                return helper;
            }
            return type == SimulatedTarget.class ? helper.target() : helper.connect();
        } catch (IOException | IllegalArgumentException failed) {
            throw new ParameterResolutionException("no simulated target: " + failed.getMessage(), failed);
        }
    }

    /** One for each profile of a test; JUnit closes it with the store. */
    private static SimulatedHelper helper(String profile, ExtensionContext context) throws IOException {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        SimulatedHelper running = store.get(profile, SimulatedHelper.class);
        if (running != null) {
            return running;
        }
        SimulatedHelper started = SimulatedHelper.start(TargetConfiguration.of(TargetProfile.named(profile)));
        store.put(profile, started);
        return started;
    }

    /** The nearest one. */
    private static Optional<SimulatedReservationTarget> annotation(
            ParameterContext parameter, ExtensionContext context) {
        return Stream.of(
                        Stream.of(parameter.getParameter(), parameter.getDeclaringExecutable()),
                        Stream.of(context.getRequiredTestClass()),
                        context.getEnclosingTestClasses().reversed().stream())
                .flatMap(places -> places)
                .map(place -> AnnotationSupport.findAnnotation(place, SimulatedReservationTarget.class))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
