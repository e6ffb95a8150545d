// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives parameters of test methods a simulated target, fresh for each test, and all there is around it:
 *
 * <ul>
 *   <li>{@link io.prhelper.simulation.target.SimulatedTarget}: the target;
 *   <li>{@link io.prhelper.simulation.disk.SimulatedHelper}: a helper that runs in front of it, on a socket in a temporary folder;
 *   <li>{@link io.prhelper.simulation.disk.SimulatedClient}: a connected initiator, a new one for each parameter.
 * </ul>
 *
 * <p>On a class it holds for the parameters of all its test methods; on a method or a parameter only there, and before that of the
 * class. All is closed when the test ends.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
// exports: JUnit is "requires static" without "transitive", or modules that use the rest of the test kit could not
// compile without it.
@SuppressWarnings("exports")
@ExtendWith(SimulatedReservationTargetExtension.class)
public @interface SimulatedReservationTarget {
    /** The name of a {@link io.prhelper.simulation.target.TargetProfile}. */
    String profile() default "strict-spc5";
}
