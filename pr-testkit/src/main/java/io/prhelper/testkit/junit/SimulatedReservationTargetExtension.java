// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Resolves the parameters of {@link SimulatedReservationTarget}. */
// exports: as in SimulatedReservationTarget.
@SuppressWarnings("exports")
public final class SimulatedReservationTargetExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SimulatedReservationTargetExtension.class);

    /** For JUnit. */
    public SimulatedReservationTargetExtension() {}

    /** What a constructor gets belongs to the test that it is for, and not to all tests of the class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Gifts.isOne(parameter) && !Places.of(parameter, context).isEmpty();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Gifts.of(
                parameter, context, () -> helper(Places.of(parameter, context).profile(), context));
    }

    /** One for each kind of target of a test; JUnit closes it with the store. */
    private static SimulatedHelper helper(TargetProfile profile, ExtensionContext context) throws IOException {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        SimulatedHelper running = store.get(profile.name(), SimulatedHelper.class);
        if (running != null) {
            return running;
        }
        SimulatedHelper started = SimulatedHelper.start(TargetConfiguration.of(profile));
        store.put(profile.name(), started);
        return started;
    }
}
