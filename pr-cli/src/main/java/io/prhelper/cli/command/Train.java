// SPDX-License-Identifier: Apache-2.0
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The build's step that gives the run-time image an archive of what a start needs: classes, linked and with their lambdas, as the JVM
 * saw them while the helper served a client (JEP 483), or the classes alone where the JDK is older than 24 (JEP 310). It is put where a JVM
 * looks by itself: no option names it, and without it the helper only starts more slowly.
 */
final class Train {
    private static final String MODULE = "io.prhelper.cli/io.prhelper.cli.";
    private static final String MAIN = MODULE + "Main";
    private static final int LINKING = 24;
    private static final int REQUESTS = 50;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int SOME_TIME_MILLIS = 1_200;

    private final String java;
    private final Path archive;
    private final Path folder;

    private Train(Path image, Path folder) {
        java = image.resolve("bin/qemu-pr-helper").toString();
        archive = image.resolve("lib/server/classes.jsa");
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("pr-train");
        try {
            new Train(Path.of(arguments[0]), folder).train();
        } finally {
            for (String name : new String[] {"s", "classes", "record", "archive"}) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    private void train() throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        serve(List.of("-XX:DumpLoadedClassList=" + classes, "-m", MAIN));
        // The process ended at once, perhaps within a line.
        String text = Files.readString(classes);
        text = text.substring(0, text.lastIndexOf('\n') + 1);
        if (Runtime.version().feature() < LINKING) {
            Files.writeString(classes, text);
            run("-Xshare:dump", "-Xlog:disable", "-XX:SharedClassListFile=" + classes, "-m", MAIN);
            return;
        }
        Path conf = folder.resolve("record");
        serve(List.of(
                "-XX:AOTMode=record",
                "-XX:AOTConfiguration=" + conf,
                "-m",
                MODULE + "command.Training",
                names(text),
                "--unconfined"));
        Path made = folder.resolve("archive");
        run("-XX:AOTMode=create", "-XX:AOTConfiguration=" + conf, "-XX:AOTCache=" + made, "-Xlog:disable", "-m", MAIN);
        Files.copy(made, archive);
    }

    /** Classes with a name: not those that are made at run time, which the list tells in other words. */
    private static String names(String list) {
        List<String> names = new ArrayList<>();
        for (String line : list.split("\n")) {
            if (line.startsWith("io/prhelper/") && !line.contains("$$")) {
                names.add(line.split(" ", 2)[0].replace('/', '.'));
            }
        }
        return String.join(",", names);
    }

    private void serve(List<String> how) throws IOException, InterruptedException {
        Path socket = folder.resolve("s");
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(how);
        command.addAll(List.of("-k", socket.toString()));
        Process helper = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            request(helper, socket);
        } finally {
            helper.destroy();
        }
        int status = helper.waitFor();
        if (status != 0) {
            throw new IOException(command + " ended with " + status);
        }
    }

    private static void request(Process helper, Path socket) throws IOException, InterruptedException {
        for (int i = 0; !Files.exists(socket); i++) {
            if (i == PATIENCE_MILLIS || !helper.isAlive()) {
                throw new IOException("the helper does not serve");
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

    private void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(List.of(arguments));
        int status = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status);
        }
    }
}
