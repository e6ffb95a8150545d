// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import io.prhelper.cli.option.Accounts;

/** The accounts of the running system; native code is loaded only when one is asked for. */
final class SystemAccounts implements Accounts {
    @Override
    public int userId(String name) {
        return new io.prhelper.ffm.daemon.Accounts().userId(name).orElse(UNKNOWN);
    }

    @Override
    public int groupId(String name) {
        return new io.prhelper.ffm.daemon.Accounts().groupId(name).orElse(UNKNOWN);
    }
}
