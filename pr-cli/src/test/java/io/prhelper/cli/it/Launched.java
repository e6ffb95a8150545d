// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Our program in the foreground.
 *
 * @param child which is timeout(1), perhaps with a shell between
 */
record Launched(Process child) implements AutoCloseable {
    /** The program itself, which has no children. */
    ProcessHandle program() {
        return child.descendants()
                .filter(handle -> handle.children().findAny().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** Sends a signal and waits for the end; the result is the exit status. */
    int signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(program().pid()))
                .start()
                .waitFor();
        assertThat(child.waitFor(20, TimeUnit.SECONDS))
                .as("ends after SIG%s", name)
                .isTrue();
        return child.exitValue();
    }

    @Override
    public void close() {
        child.descendants().forEach(ProcessHandle::destroyForcibly);
        child.destroyForcibly();
    }
}
