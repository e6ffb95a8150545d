// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.option.AccountNames;
import io.prhelper.ffm.daemon.Accounts;
import java.util.OptionalInt;

/** The accounts of the running system; native code is loaded only when one is asked for. */
final class SystemAccounts implements AccountNames {
    @Override
    public OptionalInt userId(String name) {
        return new Accounts().userId(name);
    }

    @Override
    public OptionalInt groupId(String name) {
        return new Accounts().groupId(name);
    }
}
