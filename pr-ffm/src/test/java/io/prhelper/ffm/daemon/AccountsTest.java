// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class AccountsTest {
    private final Accounts accounts = new Accounts();

    @Test
    void everyUserAndGroupOfTheFilesIsFound() throws IOException {
        for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
            String[] fields = line.split(":", -1);
            assertThat(accounts.userId(fields[0])).as(line).hasValue(Integer.parseInt(fields[2]));
        }
        for (String line : Files.readAllLines(Path.of("/etc/group"))) {
            String[] fields = line.split(":", -1);
            assertThat(accounts.groupId(fields[0])).as(line).hasValue(Integer.parseInt(fields[2]));
        }
    }

    @Test
    void anUnknownNameIsEmpty() {
        assertThat(accounts.userId("no such user")).isEmpty();
        assertThat(accounts.groupId("no such group")).isEmpty();
        assertThat(accounts.userId("")).isEmpty();
    }
}
