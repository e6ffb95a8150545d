// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import io.prhelper.simulation.disk.SimulatedClient;
import io.prhelper.simulation.disk.SimulatedHelper;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A simulated target of any configuration, with a helper in front of it, as a field of a test class:
 *
 * {@snippet :
 * @RegisterExtension
 * final SimulatedTargetExtension simulated = SimulatedTargetExtension.of(
 *         TargetConfiguration.of(TargetProfile.LIO).with(Deviation.NO_PREEMPT_AND_ABORT));
 * }
 *
 * <p>In a static field the target is one for all tests of the class and its {@code @Nested} classes; in any other it is fresh for each test.
 * It is there when {@code @BeforeAll}, or {@code @BeforeEach}, runs, and closed after the last test, or each.
 *
 * <p>Parameters are given too, as {@link SimulatedReservationTarget} has it; where that annotation holds for a parameter, it decides.
 */
// exports: as in SimulatedReservationTarget.
@SuppressWarnings("exports")
public final class SimulatedTargetExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SimulatedTargetExtension.class);

    private final Supplier<TargetConfiguration> configuration;
    private volatile @Nullable SimulatedHelper running;

    private SimulatedTargetExtension(Supplier<TargetConfiguration> configuration) {
        this.configuration = configuration;
    }

    /** What a store closes. */
    private record Started(SimulatedTargetExtension owner, SimulatedHelper helper) implements AutoCloseable {
        @Override
        public void close() {
            if (owner.running == helper) {
                owner.running = null;
            }
            helper.close();
        }
    }

    /**
     * A target with this configuration.
     *
     * @param configuration of each target that is started
     * @return the extension, for a field with {@code @RegisterExtension}
     */
    public static SimulatedTargetExtension of(TargetConfiguration configuration) {
        return of(() -> configuration);
    }

    /**
     * A target with a configuration that is asked for each time one is started.
     *
     * @param configuration of the target that is about to be started
     * @return the extension, for a field with {@code @RegisterExtension}
     */
    public static SimulatedTargetExtension of(Supplier<TargetConfiguration> configuration) {
        return new SimulatedTargetExtension(configuration);
    }

    /**
     * The target of this test.
     *
     * @return what the helper is in front of
     * @throws IllegalStateException if no test runs
     */
    public SimulatedTarget target() {
        return helper().target();
    }

    /**
     * The helper of this test.
     *
     * @return the one that runs
     * @throws IllegalStateException if no test runs
     */
    public SimulatedHelper helper() {
        SimulatedHelper helper = running;
        if (helper == null) {
            throw new IllegalStateException(
                    "the simulated target is there while tests run, in a field with @RegisterExtension");
        }
        return helper;
    }

    /**
     * Another initiator, see {@link SimulatedHelper#connect(String)}.
     *
     * @param name for people, not blank
     * @return the initiator; it is closed with the helper
     * @throws IOException if it can not be connected
     * @throws IllegalStateException if no test runs
     */
    public SimulatedClient connect(String name) throws IOException {
        return helper().connect(name);
    }

    /** For JUnit: starts the target of a static field. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        // Where JUnit makes one object for all tests of a class, it comes here with the fields of that object as well.
        boolean isStatic = AnnotationSupport.findAnnotatedFieldValues(
                        context.getRequiredTestClass(), RegisterExtension.class, SimulatedTargetExtension.class)
                .contains(this);
        if (isStatic) {
            helper(context);
        }
    }

    /** For JUnit: starts the target of another field. */
    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        helper(context);
    }

    /** For JUnit. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** For JUnit. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Gifts.isOne(parameter) && Places.of(parameter, context).isEmpty();
    }

    /** For JUnit. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Gifts.of(parameter, context, () -> helper(context));
    }

    /** The one of the class, or else of the test; JUnit closes it with the store. */
    private SimulatedHelper helper(ExtensionContext context) throws IOException {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        Started known = store.get(this, Started.class);
        if (known != null) {
            return known.helper();
        }
        SimulatedHelper started = SimulatedHelper.start(configuration.get());
        store.put(this, new Started(this, started));
        running = started;
        return started;
    }
}
