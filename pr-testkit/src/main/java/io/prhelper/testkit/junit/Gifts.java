// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.target.SimulatedTarget;
import java.io.IOException;
import java.lang.reflect.Parameter;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What parameters can be given of a helper that runs. */
final class Gifts {
    private static final Namespace NAMESPACE = Namespace.create(Gifts.class);
    private static final Set<Class<?>> TYPES =
            Set.of(SimulatedTarget.class, SimulatedHelper.class, SimulatedClient.class);

    private Gifts() {}

    /** Starts a helper, or finds the one that runs. */
    @FunctionalInterface
    interface Source {
        SimulatedHelper helper() throws IOException;
    }

    static boolean isOne(ParameterContext parameter) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    static Object of(ParameterContext parameter, ExtensionContext context, Source source) {
        try {
            SimulatedHelper helper = source.helper();
            Class<?> type = parameter.getParameter().getType();
            if (type == SimulatedHelper.class) {
                return helper;
            }
            return type == SimulatedTarget.class ? helper.target() : client(helper, name(parameter), context);
        } catch (IOException | IllegalArgumentException failed) {
            throw new ParameterResolutionException("no simulated target: " + failed.getMessage(), failed);
        }
    }

    private static SimulatedClient client(SimulatedHelper helper, String name, ExtensionContext context)
            throws IOException {
        SimulatedClient client = name.isEmpty() ? helper.connect() : helper.connect(name);
        // The helper may be one of the whole class.
        context.getStore(NAMESPACE).put(client, (AutoCloseable) () -> {
            client.connection().close();
            client.disk().close();
        });
        return client;
    }

    /** What people read for a client; empty where nobody gave it a name. */
    private static String name(ParameterContext context) {
        String given = context.findAnnotation(SimulatedReservationTarget.class)
                .map(SimulatedReservationTarget::name)
                .orElse("");
        Parameter parameter = context.getParameter();
        return given.isEmpty() && parameter.isNamePresent() ? parameter.getName() : given;
    }
}
