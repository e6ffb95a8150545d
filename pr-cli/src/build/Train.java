// SPDX-License-Identifier: Apache-2.0
import io.prhelper.core.pr.PrInAction;
import io.prhelper.core.pr.PrInCommand;
import io.prhelper.ffm.HelperClient;
import io.prhelper.ffm.OwnedFd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The build's step that gives the run-time image an archive of the classes that a start needs (JEP 310). The helper runs once and
 * serves a client, the JVM writes down what it loads, and a second run dumps that to where a JVM looks by itself: no option names the
 * archive, and without it the helper only starts more slowly. Measured: 59 ms to the first connection with it, 151 ms without.
 */
final class Train {
    private static final String MAIN = "io.prhelper.cli/io.prhelper.cli.Main";
    private static final int REQUESTS = 50;

    private Train() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path java = Path.of(arguments[0], "bin/qemu-pr-helper");
        Path folder = Files.createTempDirectory("pr-train");
        Path list = folder.resolve("classes");
        Path socket = folder.resolve("s");
        // With a caller's directory the helper says on standard output when it serves, and closes it.
        Process helper = new ProcessBuilder(
                        java.toString(),
                        "-XX:DumpLoadedClassList=" + list,
                        "-Dio.prhelper.directory=/",
                        "-m",
                        MAIN,
                        "-k",
                        socket.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String status = new String(helper.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!status.endsWith("0\n")) {
            throw new IOException("the helper did not start: " + status);
        }
        request(socket);
        helper.destroy();
        helper.waitFor();
        // The process ended at once, perhaps within a line.
        String text = Files.readString(list);
        Files.writeString(list, text.substring(0, text.lastIndexOf('\n') + 1));
        dump(List.of(java.toString(), "-Xshare:dump", "-Xlog:disable", "-XX:SharedClassListFile=" + list, "-m", MAIN));
        Files.delete(list);
        Files.delete(folder);
    }

    private static void request(Path socket) throws IOException {
        try (HelperClient client = HelperClient.connect(socket);
                OwnedFd file = OwnedFd.inMemory("training")) {
            for (int i = 0; i < REQUESTS; i++) {
                client.execute(file.fd(), new PrInCommand(PrInAction.READ_KEYS, 64));
            }
        }
    }

    private static void dump(List<String> command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status);
        }
    }
}
