// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm;

import io.prhelper.core.pr.PrOutAction;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what to which device, beyond what the socket's permissions and the protocol say. What is refused is answered CHECK
 * CONDITION 05/20/00 before any device is asked, and told to the {@link ServerObserver}.
 *
 * @param users user ids whose clients are served; empty with {@code groups} empty: everybody who can connect
 * @param groups group ids whose clients are served as well; only the primary group of a process is known
 * @param devices nodes whose devices may be named, by whatever other node or link; empty with {@code numbers} empty: any. They need not
 *     exist yet, and links are followed anew some times a second. A file that is no device is meant by its path.
 * @param numbers devices that may be named as well, by number
 * @param forbidden PERSISTENT RESERVE OUT service actions that nobody may use
 * @param partitions whether partitions, and device-mapper devices other than multipath maps, are served: a command for one of them
 *     reaches the whole disk under all its other users, which the kernel allows the helper and nobody else (CVE-2011-4127)
 * @param rule what else has to permit a request, or null
 */
public record Policy(
        Set<Integer> users,
        Set<Integer> groups,
        Set<Path> devices,
        Set<DeviceNumber> numbers,
        Set<PrOutAction> forbidden,
        boolean partitions,
        @Nullable PolicyRule rule) {
    /** Everybody who can connect, every service action, every disk, SCSI generic node, tape and multipath map, but no part of a disk. */
    public static final Policy DEFAULTS = new Policy(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), false, null);

    /** Copies the sets. */
    public Policy {
        users = Set.copyOf(users);
        groups = Set.copyOf(groups);
        devices = Set.copyOf(devices);
        numbers = Set.copyOf(numbers);
        forbidden = Set.copyOf(forbidden);
    }

    /**
     * This policy with these users only.
     *
     * @param value user ids
     * @return the policy
     */
    public Policy withUsers(Set<Integer> value) {
        return new Policy(value, groups, devices, numbers, forbidden, partitions, rule);
    }

    /**
     * This policy with these groups only.
     *
     * @param value group ids
     * @return the policy
     */
    public Policy withGroups(Set<Integer> value) {
        return new Policy(users, value, devices, numbers, forbidden, partitions, rule);
    }

    /**
     * This policy with these devices only.
     *
     * @param value nodes, or links to them
     * @return the policy
     */
    public Policy withDevices(Set<Path> value) {
        return new Policy(users, groups, value, numbers, forbidden, partitions, rule);
    }

    /**
     * This policy with these device numbers, and those of {@link #devices}, only.
     *
     * @param value numbers
     * @return the policy
     */
    public Policy withNumbers(Set<DeviceNumber> value) {
        return new Policy(users, groups, devices, value, forbidden, partitions, rule);
    }

    /**
     * This policy without these service actions.
     *
     * @param value service actions
     * @return the policy
     */
    public Policy withForbidden(Set<PrOutAction> value) {
        return new Policy(users, groups, devices, numbers, value, partitions, rule);
    }

    /**
     * This policy with or without parts of disks.
     *
     * @param value whether they are served
     * @return the policy
     */
    public Policy withPartitions(boolean value) {
        return new Policy(users, groups, devices, numbers, forbidden, value, rule);
    }

    /**
     * This policy with that rule, which is asked where nothing else of it speaks against a request.
     *
     * @param value asked for each request
     * @return the policy
     */
    public Policy withRule(PolicyRule value) {
        return new Policy(users, groups, devices, numbers, forbidden, partitions, value);
    }

    /**
     * Whether that kind of device is served.
     *
     * @param kind what a descriptor stands for
     * @return true if it is
     */
    public boolean serves(DeviceKind kind) {
        return kind != DeviceKind.UNKNOWN && kind != DeviceKind.FOREIGN && (partitions || !kind.isPart());
    }

    /** {@return whether any device may be named} */
    public boolean anyDevice() {
        return devices.isEmpty() && numbers.isEmpty();
    }

    /**
     * Whether that client is served at all.
     *
     * @param peer who connected
     * @return true if it is
     */
    public boolean serves(PeerCredentials peer) {
        return (users.isEmpty() && groups.isEmpty()) || users.contains(peer.uid()) || groups.contains(peer.gid());
    }
}
