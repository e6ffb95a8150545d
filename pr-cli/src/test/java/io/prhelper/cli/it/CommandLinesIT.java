// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.cli.it.Installed.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tries command lines beside the reference, and writes down in {@code target/command-lines.md} what both said. */
@Timeout(300)
class CommandLinesIT {
    private static final int LONGEST = 110;

    /** What the lines are made of. */
    private static final String WORDS = """
            H=$0 D=$1
            h() { "$H" "$@"; }
            # The reference forgets a signal that comes before it waits for one: so again every 5 s, till it has ended.
            stop() {
                n=0
                while kill -0 "$2" 2>/dev/null; do
                    [ $n != 0 ] || kill -"$1" "$2" 2>/dev/null
                    n=$(((n + 1) % 50))
                    sleep 0.1
                done
            }
            serve() {
                for last do :; done
                set -- "$@" ''
                options=
                while [ "$1" != "$last" ]; do options="$options $1"; shift; done
                "$H" -k $D/s $options & P=$!
                until [ -S $D/s ]; do kill -0 $P 2>/dev/null || break; sleep 0.1; done
                sleep 0.3
                (eval "$last"); r=$?
                stop TERM $P; wait $P; s=$?
                case $last in *'wait $P'*) exit $s;; esac
                exit $r
            }
            inode() { stat -c %F:%i $D/s 2>/dev/null; }
            brief() {
                before=$(inode)
                "$H" "$@" & B=$!
                until now=$(inode); [ "$now" != "$before" ] && [ "${now%:*}" = socket ]; do
                    kill -0 $B 2>/dev/null || break
                    sleep 0.1
                done
                stop TERM $B; wait $B
            }
            end() { [ ! -s "$1" ] || stop TERM "$(cat "$1")"; }
            """;

    private record Row(String kind, String commandLine, String shell, String reason) {
        static Row of(String line) {
            List<String> columns = new ArrayList<>();
            for (String column : line.split(" \\|(?= |$)", -1)) {
                columns.add(column.strip());
            }
            while (columns.size() < 4) {
                columns.add("");
            }
            String shell =
                    columns.get(2).isEmpty() ? columns.get(1).replaceFirst("qemu-pr-helper", "h") : columns.get(2);
            return new Row(columns.get(0), columns.get(1), shell, columns.get(3));
        }
    }

    private record Said(int status, String firstLine) {
        String cell() {
            String text = firstLine.length() > LONGEST ? firstLine.substring(0, LONGEST) + "..." : firstLine;
            return status
                    + (text.isEmpty() ? "" : ", `" + text.replace("`", "'").replace("|", "\\|") + "`");
        }
    }

    @TempDir
    private Path folder;

    /** What both said of a row. */
    private record Both(Row row, Said reference, Said ours) {
        boolean isRight() {
            return switch (row.kind) {
                case "same" -> ours.equals(reference);
                case "status" -> ours.status == reference.status;
                case "ours" -> ours.status == 1 && ours.firstLine.startsWith("qemu-pr-helper: ");
                default -> false;
            };
        }

        String line() {
            return "| `" + row.commandLine + "` | " + reference.cell() + " | "
                    + (ours.equals(reference) ? "the same" : ours.cell()) + " | " + row.reason + " |\n";
        }
    }

    @Test
    void everyCommandLineEndsLikeTheReferences() throws Exception {
        List<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThan(60);
        // Several at a time: most of them wait for a process.
        List<Both> both = rows.parallelStream()
                .map(row -> new Both(row, run(Installed.REFERENCE, row), run(Installed.OURS, row)))
                .toList();
        Files.writeString(
                Path.of("target/command-lines.md"),
                "| command line | QEMU's helper | ours | |\n|---|---|---|---|\n"
                        + both.stream().map(Both::line).collect(Collectors.joining()));
        assertThat(both).allMatch(Both::isRight);
    }

    private Said run(Installed helper, Row row) {
        Path own;
        Outcome outcome;
        try {
            own = Files.createTempDirectory(folder, "d");
            outcome = helper.shell(WORDS + row.shell, Map.of("LC_ALL", "C"), own.toString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        if (helper == Installed.REFERENCE) {
            endDaemons(own);
        }
        String said = outcome.err().isEmpty() ? outcome.out() : outcome.err();
        String first = said.lines()
                .filter(line -> !line.startsWith("qemu-pr-helper: warning: argument "))
                .findFirst()
                .orElse("");
        return new Said(
                outcome.status(),
                first.replace(helper.path().toString(), "qemu-pr-helper").replace(own.toString(), "$D"));
    }

    /** The reference's pid file may say nothing of it: then no line of shell ends it. */
    private static void endDaemons(Path folder) {
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
                .forEach(daemon -> {
                    daemon.destroyForcibly();
                    daemon.onExit().join();
                });
    }

    private static List<Row> rows() throws IOException {
        try (InputStream lines =
                Objects.requireNonNull(CommandLinesIT.class.getResourceAsStream("command-lines.txt"))) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                    .map(Row::of)
                    .toList();
        }
    }
}
