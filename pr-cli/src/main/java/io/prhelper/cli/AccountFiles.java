// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import io.prhelper.cli.option.Accounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Users and groups from {@code /etc/passwd} and {@code /etc/group}; fields are separated by colons, the id is the third. */
final class AccountFiles implements Accounts {
    @Override
    public int userId(String name) {
        return id("/etc/passwd", name);
    }

    @Override
    public int groupId(String name) {
        return id("/etc/group", name);
    }

    private static int id(String file, String name) {
        try {
            for (String line : Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(name + ":")) {
                    int second = line.indexOf(':', name.length() + 1);
                    return Integer.parseInt(line, second + 1, line.indexOf(':', second + 1), 10);
                }
            }
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
        return UNKNOWN;
    }
}
