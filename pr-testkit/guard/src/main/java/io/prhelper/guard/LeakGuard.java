// SPDX-License-Identifier: Apache-2.0
package io.prhelper.guard;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Fails a test that leaves a thread, a descriptor or a process, and cleans up for the next one. What a class shares between its tests may
 * stay until the class is over.
 *
 * <p>JUnit finds it by itself in every module that has this artifact among its dependencies. It looks first before the test's instance is
 * made, and last when everything that other extensions hold for the test is closed: then what they close is not left.
 */
public final class LeakGuard
        implements TestInstancePreConstructCallback, BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    /** The JUnit parameter that says for how many milliseconds the guard waits for what is about to end. */
    static final String PATIENCE = "io.prhelper.guard.patience";

    private static final long PATIENCE_MILLIS = 10_000;
    private static final Namespace NAMESPACE = Namespace.create(LeakGuard.class);

    /** For JUnit. */
    public LeakGuard() {}

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        watch(context);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        watch(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        watch(context);
    }

    /** The store closes last what came first. */
    private static void watch(ExtensionContext context) {
        boolean wholeClass = context.getTestMethod().isEmpty();
        long patience =
                context.getConfigurationParameter(PATIENCE, Long::valueOf).orElse(PATIENCE_MILLIS);
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        // Not in one call: JUnit 5 and 6 have no such call in common that is not deprecated.
        if (store.get(context.getUniqueId(), Watch.class) == null) {
            store.put(context.getUniqueId(), new Watch(wholeClass, patience));
        }
    }

    /** A test with a parameter of this type runs only where the guard is at work. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LeakGuard.class;
    }

    @Override
    public LeakGuard resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }

    /** From the beginning of a test or class to its end. */
    private static final class Watch implements AutoCloseable {
        private final boolean wholeClass;
        private final long patience;
        private final Belongings before;

        private Watch(boolean wholeClass, long patience) {
            this.wholeClass = wholeClass;
            this.patience = patience;
            before = Belongings.now(wholeClass);
        }

        @Override
        public void close() {
            Belongings left = Belongings.leftSince(before, wholeClass, patience);
            if (!left.isEmpty()) {
                String what = left.describe();
                throw new AssertionError("It leaves " + what + left.cleanUp());
            }
        }
    }
}
