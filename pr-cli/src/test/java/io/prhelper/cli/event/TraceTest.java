// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prhelper.cli.option.TraceSettings;
import io.prhelper.ffm.Decision;
import io.prhelper.guard.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
    private final Messages quiet = new Messages("test", 0);

    @Test
    void nothingIsTracedUnasked() throws IOException {
        try (Trace trace = Trace.open(new TraceSettings(List.of(), null), quiet)) {
            assertThat(Event.all()).noneMatch(trace::wants);
        }
    }

    @Test
    void aLaterPatternOverridesAnEarlierOne() throws IOException {
        TraceSettings settings = new TraceSettings(List.of("pr_*", "-pr_re*", "pr_reply", "no_such"), null);
        try (Trace trace = Trace.open(settings, quiet)) {
            assertThat(trace.wants(Event.PR_CONNECT)).isTrue();
            assertThat(trace.wants(Event.PR_REQUEST)).isFalse();
            assertThat(trace.wants(Event.PR_REPLY)).isTrue();
        }
    }

    @Test
    void aLineHasProcessTimeAndName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("trace");
        try (Trace trace = Trace.open(new TraceSettings(List.of("pr_stop"), file), quiet)) {
            trace.write(Event.PR_STOP, "bye");
        }
        assertThat(file).content().matches(ProcessHandle.current().pid() + "@\\d+\\.\\d{6}:pr_stop bye\n");
    }

    @Test
    void whatWasTracedBeforeStays(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("trace");
        for (int start = 1; start <= 2; start++) {
            try (Trace trace = Trace.open(new TraceSettings(List.of("pr_stop"), file), quiet)) {
                trace.write(Event.PR_STOP, "bye " + start);
            }
        }
        assertThat(file).content().matches("(?s).*bye 1\n.*bye 2\n");
    }

    /** As logrotate(8) does it, without a line that is lost. */
    @Test
    void aFileThatGotAnotherNameIsMadeAnewWhenItIsAsked(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("trace");
        Path old = folder.resolve("trace.1");
        try (Trace trace = Trace.open(new TraceSettings(List.of("pr_stop"), file), quiet)) {
            assertThat(trace.folder()).contains(folder);
            trace.start();
            trace.write(Event.PR_STOP, "one");
            Await.until("the line is written", () -> Files.size(file) > 0);
            Files.move(file, old);
            trace.reopen();
            Await.until("the file is made", () -> Files.exists(file));
            trace.write(Event.PR_STOP, "two");
        }
        assertThat(old).content().matches(".*one\n");
        assertThat(file).content().matches(".*two\n");
    }

    @Test
    void whereItCanNotBeMadeAnewTheOldOneIsWrittenOn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("trace");
        Path old = folder.resolve("trace.1");
        Path target = Files.writeString(folder.resolve("target"), "precious");
        Destination said = new Destination();
        try (Messages messages = new Messages("test", Messages.WARNINGS, said);
                Trace trace = Trace.open(new TraceSettings(List.of("pr_stop"), file), messages)) {
            Files.move(file, old);
            Files.createSymbolicLink(file, target);
            trace.reopen();
            trace.write(Event.PR_STOP, "one");
        }
        assertThat(said.text()).isEqualTo("test: warning: the trace cannot be opened anew: a symbolic link is there\n");
        assertThat(old).content().matches(".*one\n");
        assertThat(target).hasContent("precious");
    }

    @Test
    void whatIsNotOursIsNotOpenedAnew() throws IOException {
        for (@Nullable Path path : new @Nullable Path[] {null, Path.of("/dev/null")}) {
            try (Trace trace = Trace.open(new TraceSettings(List.of(), path), quiet)) {
                assertThat(trace.folder()).isEmpty();
                trace.reopen();
            }
        }
    }

    @Test
    void aTraceThatCanNotBeWrittenIsAMessageAndWhatItMissesIsCounted() throws IOException {
        Destination said = new Destination();
        try (Messages messages = new Messages("test", Messages.WARNINGS, said);
                Trace trace = Trace.open(new TraceSettings(List.of("pr_stop"), Path.of("/dev/full")), messages)) {
            messages.start();
            trace.start();
            trace.write(Event.PR_STOP, "one");
            trace.write(Event.PR_STOP, "two");
            Await.until("the trace was written to", () -> said.text().contains("cannot be written"));
        }
        assertThat(said.text()).isEqualTo("""
                        test: warning: the trace cannot be written: No space left on device
                        test: warning: 2 lines of the trace lost
                        """);
    }

    @Test
    void withoutAFileItsLinesAreBetweenTheMessages() throws IOException {
        Destination said = new Destination();
        try (Messages messages = new Messages("test", Messages.CONNECTIONS, said);
                Trace trace = Trace.open(new TraceSettings(List.of("pr_stop"), null), messages)) {
            EventLog log = new EventLog(messages, trace);
            log.tell(Event.PR_STOP, "bye");
            log.tell(Event.PR_STOP, "bye again");
        }
        assertThat(said.text())
                .matches("\\d+@\\S+:pr_stop bye\ntest: bye\n\\d+@\\S+:pr_stop bye again\ntest: bye again\n");
    }

    @Test
    void aSymbolicLinkIsNotFollowed(@TempDir Path folder) throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("trace"), target);
        assertThatThrownBy(() -> Trace.open(new TraceSettings(List.of(), link), quiet))
                .isInstanceOf(IOException.class)
                .hasMessage("Error opening logfile " + link + ": a symbolic link is there");
        assertThat(target).hasContent("precious");
    }

    /** A link of the system's. */
    @Test
    void standardErrorMayBeTheFile() throws IOException {
        try (Trace trace = Trace.open(new TraceSettings(List.of("pr_stop"), Path.of("/dev/stderr")), quiet)) {
            assertThat(trace.wants(Event.PR_STOP)).isTrue();
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("none/trace");
        assertThatThrownBy(() -> Trace.open(new TraceSettings(List.of(), file), quiet))
                .isInstanceOf(IOException.class)
                .hasMessage("Error opening logfile " + file + ": No such file or directory");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void onlyAFailureAndWhatIsAskedForIsDescribed() throws IOException {
        TraceSettings replies = new TraceSettings(List.of("pr_reply"), null);
        try (Trace none = Trace.open(new TraceSettings(List.of(), null), quiet);
                Trace some = Trace.open(replies, quiet)) {
            assertThat(new ServerEvents(new EventLog(new Messages("test", 2), none)).wants(Decision.EXECUTED, 0x5e, 0))
                    .isFalse();
            assertThat(new ServerEvents(new EventLog(new Messages("test", 3), none)).wants(Decision.EXECUTED, 0x5e, 0))
                    .isTrue();
            assertThat(new ServerEvents(new EventLog(new Messages("test", 0), some)).wants(Decision.EXECUTED, 0x5e, 0))
                    .isTrue();
        }
    }
}
