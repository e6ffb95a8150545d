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
 * Gives parameters a simulated target, fresh for each test, and all there is around it:
 *
 * <ul>
 *   <li>{@link io.prhelper.simulation.target.SimulatedTarget}: the target;
 *   <li>{@link io.prhelper.simulation.disk.SimulatedHelper}: a helper that runs in front of it, on a socket in a temporary folder;
 *   <li>{@link io.prhelper.simulation.disk.SimulatedClient}: a connected initiator, a new one for each parameter.
 * </ul>
 *
 * <p>On a class it holds for all parameters of its methods and constructors and of those of its {@code @Nested} classes, on a method for all
 * of that method and, where that is a test, of what runs before and after it. Which kind of target it is, the nearest annotation says that
 * names one, in the order parameter, method, test, class, enclosing class; without any it is strict SPC-5. All parameters of a test with
 * the same kind have one target in common. What {@code @BeforeAll} has got, the tests of its class that ask for the same kind share. All
 * is closed when the test, or the class, ends.
 *
 * <p>Clients have names in messages and in what is printed of a unit: that of the parameter where the tests are compiled with {@code
 * -parameters}, or {@link #name}.
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
    /**
     * The kind of target, instead of {@link #profile}.
     *
     * @return one, or none for what stands further out
     */
    TargetKind[] value() default {};

    /**
     * The kind of target by the name of its {@link io.prhelper.simulation.target.TargetProfile}, instead of {@link #value}.
     *
     * @return a name, or nothing for what stands further out
     */
    String profile() default "";

    /**
     * What people read for an initiator; looked at where the annotation is on a parameter that is a client.
     *
     * @return a name, or nothing for that of the parameter
     */
    String name() default "";
}
