// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import io.prhelper.core.pr.PrOutAction;
import io.prhelper.ffm.DeviceNumber;
import io.prhelper.ffm.Policy;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Collects what the command line says about who may do what to which device. */
final class PolicyReader {
    /** MKDEV of the kernel: 12 and 20 bits. */
    private static final int MAX_MAJOR = 0xfff;

    private static final int MAX_MINOR = 0xfffff;

    private final AccountNames accounts;
    private final Set<Integer> users = new HashSet<>();
    private final Set<Integer> groups = new HashSet<>();
    private final Set<Path> paths = new HashSet<>();
    private final Set<DeviceNumber> numbers = new HashSet<>();
    private final Set<PrOutAction> forbidden = EnumSet.noneOf(PrOutAction.class);
    private boolean partitions;

    /** Nothing is restricted yet. */
    PolicyReader(AccountNames accounts) {
        this.accounts = accounts;
    }

    /** Takes in one of the options that make up the policy. */
    void take(ServeOption option, String value) throws RejectedException {
        if (option == ServeOption.ALLOW_USER) {
            users.add(SettingsReader.id(accounts.userId(value), value, "user"));
        } else if (option == ServeOption.ALLOW_GROUP) {
            groups.add(SettingsReader.id(accounts.groupId(value), value, "group"));
        } else if (option == ServeOption.ALLOW_DEVICE) {
            device(value);
        } else if (option == ServeOption.DENY_ACTION) {
            for (String name : value.split(",", -1)) {
                forbidden.add(action(name));
            }
        } else if (option == ServeOption.ALLOW_PARTITIONS) {
            partitions = true;
        } else {
            throw new AssertionError(option);
        }
    }

    /** What was asked for so far. */
    Policy policy() {
        return new Policy(users, groups, paths, numbers, forbidden, partitions, null);
    }

    private void device(String value) throws RejectedException {
        if (value.startsWith("/") && value.indexOf('\0') < 0) {
            paths.add(Path.of(value));
            return;
        }
        int colon = value.indexOf(':');
        long major = colon < 0 ? -1 : SettingsReader.decimal(value.substring(0, colon), MAX_MAJOR);
        long minor = SettingsReader.decimal(value.substring(colon + 1), MAX_MINOR);
        if (major < 0 || minor < 0) {
            throw new RejectedException("invalid value '" + value + "' for " + ServeOption.ALLOW_DEVICE.typed()
                    + ": an absolute path or MAJOR:MINOR is needed");
        }
        numbers.add(DeviceNumber.block((int) major, (int) minor));
    }

    private static PrOutAction action(String name) throws RejectedException {
        StringBuilder known = new StringBuilder();
        for (PrOutAction action : PrOutAction.values()) {
            String typed = action.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (typed.equals(name.toLowerCase(Locale.ROOT))) {
                return action;
            }
            known.append(known.isEmpty() ? "" : ", ").append(typed);
        }
        throw new RejectedException("invalid value '" + name + "' for " + ServeOption.DENY_ACTION.typed() + ": one of "
                + known + " is needed");
    }
}
