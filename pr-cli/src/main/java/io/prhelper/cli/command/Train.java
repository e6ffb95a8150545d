// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.option.Arguments;
import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the run-time image an archive of what a start needs: classes, linked and with their lambdas, as the JVM saw them while the helper
 * served a client (JEP 483), or the classes alone where the JDK is older than 24 (JEP 310). It is put where a JVM looks by itself: no option
 * names it, and without it, or with one of another JVM, processor or size of page, the helper only starts more slowly. The build does this,
 * where it builds for its own processor; elsewhere who installs does it once.
 */
final class Train extends Subcommand {
    private static final String MODULE = "io.prhelper.cli/io.prhelper.cli.";
    private static final String MAIN = MODULE + "Main";
    private static final int LINKING = 24;
    private static final int REQUESTS = 50;
    private static final int PATIENCE_MILLIS = 120_000;
    private static final int SOME_TIME_MILLIS = 1_200;

    Train() {
        super(new Description(
                "train",
                "Make the archive of classes with which this installation starts faster: once, after it was installed.",
                List.of(CommandOption.HELP),
                List.of(),
                List.of(
                        new ExitStatus(SUCCESS, "It is there; a helper that starts from now on uses it."),
                        new ExitStatus(
                                FAILURE, "It is not, and what was there before still is; standard error says why."))));
    }

    @Override
    int run(Arguments given, PrintStream out) throws IOException {
        Path image = Path.of(System.getProperty("java.home"));
        Path folder = Files.createTempDirectory("pr-train");
        try {
            new Recording(image.resolve("bin/qemu-pr-helper"), folder).make(image.resolve("lib/server/classes.jsa"));
            return SUCCESS;
        } catch (InterruptedException interrupted) {
            throw new IOException("interrupted", interrupted);
        } finally {
            for (String name : new String[] {"s", "classes", "record", "archive", "said"}) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    /** Runs of the image from which the JVM learns. */
    private record Recording(Path java, Path folder) {

        void make(Path archive) throws IOException, InterruptedException {
            Path classes = folder.resolve("classes");
            Path made = folder.resolve("archive");
            serve(List.of("-XX:DumpLoadedClassList=" + classes, "-m", MAIN));
            // The process ended at once, perhaps within a line.
            String text = Files.readString(classes);
            text = text.substring(0, text.lastIndexOf('\n') + 1);
            if (Runtime.version().feature() < LINKING) {
                Files.writeString(classes, text);
                run(
                        "-Xshare:dump",
                        "-Xlog:disable",
                        "-XX:SharedClassListFile=" + classes,
                        "-XX:SharedArchiveFile=" + made,
                        "-m",
                        MAIN);
            } else {
                record(text, made);
            }
            place(made, archive);
        }

        private void record(String classes, Path made) throws IOException, InterruptedException {
            Path conf = folder.resolve("record");
            serve(List.of(
                    "-XX:AOTMode=record",
                    "-XX:AOTConfiguration=" + conf,
                    "-m",
                    MODULE + "command.Training",
                    names(classes),
                    "--unconfined"));
            run(
                    "-XX:AOTMode=create",
                    "-XX:AOTConfiguration=" + conf,
                    "-XX:AOTCache=" + made,
                    "-Xlog:disable",
                    "-m",
                    MAIN);
        }

        /** All at once: a helper may be starting. */
        private static void place(Path made, Path archive) throws IOException {
            Path beside = archive.resolveSibling(archive.getFileName() + ".new");
            try {
                Files.copy(made, beside, StandardCopyOption.REPLACE_EXISTING);
                Files.move(beside, archive, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException refused) {
                throw new IOException("the archive can not be put where a start looks for it: " + refused, refused);
            } finally {
                Files.deleteIfExists(beside);
            }
        }

        /** Classes with a name: not those that are made at run time, which the list tells in other words. */
        private static String names(String list) {
            List<String> names = new ArrayList<>();
            for (String line : list.split("\n", -1)) {
                if (line.startsWith("io/prhelper/") && !line.contains("$$")) {
                    names.add(line.split(" ", 2)[0].replace('/', '.'));
                }
            }
            return String.join(",", names);
        }

        private void serve(List<String> how) throws IOException, InterruptedException {
            Path socket = folder.resolve("s");
            List<String> command = new ArrayList<>(how);
            command.addAll(List.of("-k", socket.toString()));
            Process helper = start(command);
            try {
                request(helper, socket);
            } finally {
                helper.destroy();
            }
            requireSuccess(helper);
        }

        private void run(String... arguments) throws IOException, InterruptedException {
            requireSuccess(start(List.of(arguments)));
        }

        private Process start(List<String> arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(java.toString()));
            command.addAll(arguments);
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said().toFile())
                    .start();
        }

        /** What the JVM says of its records is nobody's concern but where it fails. */
        private void requireSuccess(Process process) throws IOException, InterruptedException {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("a run for the archive ended with " + status + ": "
                        + String.join(" ", Files.readAllLines(said())));
            }
        }

        private Path said() {
            return folder.resolve("said");
        }

        private static void request(Process helper, Path socket) throws IOException, InterruptedException {
            for (int i = 0; !Files.exists(socket); i++) {
                if (!helper.isAlive()) {
                    // Its status tells why.
                    return;
                }
                if (i == PATIENCE_MILLIS) {
                    throw new IOException("the helper does not serve within two minutes");
                }
                Thread.sleep(1);
            }
            try (HelperClient client = HelperClient.connect(socket);
                    OwnedFd file = OwnedFd.inMemory("training")) {
                for (int i = 0; i < REQUESTS; i++) {
                    client.execute(file.fd(), new PrInCommand(PrInAction.READ_KEYS, 64));
                }
                // Its clock looks after clients twice a second; and the end is to find one.
                Thread.sleep(SOME_TIME_MILLIS);
                helper.destroy();
                helper.waitFor();
            }
        }
    }
}
