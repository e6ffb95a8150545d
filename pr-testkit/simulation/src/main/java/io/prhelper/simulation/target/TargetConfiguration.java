// SPDX-License-Identifier: Apache-2.0
package io.prhelper.simulation.target;

import static io.prhelper.simulation.target.Checks.given;
import static io.prhelper.simulation.target.Checks.require;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How a {@link SimulatedTarget} is made. Immutable: the {@code with} methods answer a changed copy.
 *
 * @param name for {@code toString} and messages
 * @param features what it supports
 * @param deviations how it departs from the standard
 * @param units logical units, 1 to 256, with the numbers 0, 1, ...
 * @param targetPorts relative target port identifiers, each 1 to FFFFh, at least one, none twice
 * @param maximumRegistrations registrations that a logical unit has room for, at least 1; 05/55/04 beyond
 * @param blocks of 512 bytes that a logical unit has, at least 1
 * @param seed of everything random: with the same commands in the same order, the same happens again
 */
public record TargetConfiguration(
        String name,
        Set<Feature> features,
        Set<Deviation> deviations,
        int units,
        List<Integer> targetPorts,
        int maximumRegistrations,
        long blocks,
        long seed) {
    private static final int DEFAULT_BLOCKS = 1 << 21;

    /** Checks the ranges and copies the collections. */
    public TargetConfiguration {
        given(name, "name");
        features = Set.copyOf(features);
        deviations = Set.copyOf(deviations);
        targetPorts = List.copyOf(targetPorts);
        require(units >= 1 && units <= 256, "a target has 1 to 256 logical units, not " + units);
        require(!targetPorts.isEmpty(), "a target has at least one target port");
        require(
                targetPorts.stream().allMatch(id -> id >= 1 && id <= 0xffff),
                "a relative target port identifier is 1 to 65535: " + targetPorts);
        require(
                new HashSet<>(targetPorts).size() == targetPorts.size(),
                "a relative target port identifier is there twice: " + targetPorts);
        require(maximumRegistrations >= 1, "room for at least 1 registration, not " + maximumRegistrations);
        require(blocks >= 1, "at least 1 block, not " + blocks);
    }

    /**
     * One logical unit behind one target port, with the features and deviations of a profile.
     *
     * @param profile gives name, features and deviations
     * @return room for any number of registrations, 2097152 blocks, seed 0
     */
    public static TargetConfiguration of(TargetProfile profile) {
        return new TargetConfiguration(
                profile.name(),
                profile.features(),
                profile.deviations(),
                1,
                List.of(1),
                Integer.MAX_VALUE,
                DEFAULT_BLOCKS,
                0);
    }

    /** {@return {@link #of} with {@link TargetProfile#STRICT_SPC5}} */
    public static TargetConfiguration strictSpc5() {
        return of(TargetProfile.STRICT_SPC5);
    }

    /**
     * With these features too.
     *
     * @param more those that it has are no error
     * @return the changed copy
     */
    public TargetConfiguration with(Feature... more) {
        return withFeatures(union(Feature.class, features, List.of(more)));
    }

    /**
     * Without these features.
     *
     * @param fewer those that it does not have are no error
     * @return the changed copy
     */
    public TargetConfiguration without(Feature... fewer) {
        return withFeatures(difference(Feature.class, features, List.of(fewer)));
    }

    /**
     * With these deviations too.
     *
     * @param more those that it has are no error
     * @return the changed copy
     */
    public TargetConfiguration with(Deviation... more) {
        return withDeviations(union(Deviation.class, deviations, List.of(more)));
    }

    /**
     * Without these deviations.
     *
     * @param fewer those that it does not have are no error
     * @return the changed copy
     */
    public TargetConfiguration without(Deviation... fewer) {
        return withDeviations(difference(Deviation.class, deviations, List.of(fewer)));
    }

    private static <E extends Enum<E>> Set<E> union(Class<E> type, Set<E> some, Collection<E> more) {
        EnumSet<E> all = EnumSet.noneOf(type);
        all.addAll(some);
        all.addAll(more);
        return all;
    }

    private static <E extends Enum<E>> Set<E> difference(Class<E> type, Set<E> some, Collection<E> fewer) {
        EnumSet<E> rest = EnumSet.noneOf(type);
        rest.addAll(some);
        rest.removeAll(fewer);
        return rest;
    }

    private TargetConfiguration withFeatures(Set<Feature> changed) {
        return new TargetConfiguration(
                name, changed, deviations, units, targetPorts, maximumRegistrations, blocks, seed);
    }

    private TargetConfiguration withDeviations(Set<Deviation> changed) {
        return new TargetConfiguration(name, features, changed, units, targetPorts, maximumRegistrations, blocks, seed);
    }

    /**
     * With another name.
     *
     * @param changed the name, of which the product identification and the iSCSI name are made too
     * @return the changed copy
     */
    public TargetConfiguration withName(String changed) {
        return new TargetConfiguration(
                changed, features, deviations, units, targetPorts, maximumRegistrations, blocks, seed);
    }

    /**
     * With this many logical units.
     *
     * @param changed 1 to 256
     * @return the changed copy
     */
    public TargetConfiguration withUnits(int changed) {
        return new TargetConfiguration(
                name, features, deviations, changed, targetPorts, maximumRegistrations, blocks, seed);
    }

    /**
     * With target ports of these relative identifiers.
     *
     * @param changed each 1 to FFFFh, at least one, none twice
     * @return the changed copy
     */
    public TargetConfiguration withTargetPorts(int... changed) {
        return new TargetConfiguration(
                name,
                features,
                deviations,
                units,
                IntStream.of(changed).boxed().toList(),
                maximumRegistrations,
                blocks,
                seed);
    }

    /**
     * With room for this many registrations in each logical unit.
     *
     * @param changed at least 1
     * @return the changed copy
     */
    public TargetConfiguration withMaximumRegistrations(int changed) {
        return new TargetConfiguration(name, features, deviations, units, targetPorts, changed, blocks, seed);
    }

    /**
     * With this many blocks in each logical unit.
     *
     * @param changed blocks of 512 bytes, at least 1
     * @return the changed copy
     */
    public TargetConfiguration withBlocks(long changed) {
        return new TargetConfiguration(
                name, features, deviations, units, targetPorts, maximumRegistrations, changed, seed);
    }

    /**
     * With another seed.
     *
     * @param changed of everything random
     * @return the changed copy
     */
    public TargetConfiguration withSeed(long changed) {
        return new TargetConfiguration(
                name, features, deviations, units, targetPorts, maximumRegistrations, blocks, changed);
    }
}
