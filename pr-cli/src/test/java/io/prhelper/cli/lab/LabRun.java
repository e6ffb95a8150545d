// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.prhelper.testkit.transcript.AllowedDeviation;
import io.prhelper.testkit.transcript.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One run of a command in the SCSI lab. */
final class LabRun {
    /**
     * The variable that has all cases played that take long ({@code all}); without it each version of multipathd gets half of a long table, and
     * one version a case that takes minutes.
     */
    static final String CASES = "PR_LAB_CASES";

    /** The variable that says how many random requests LIO gets beside its profile, and as many scripted ones; without it a few hundred. */
    private static final String STEPS = "PR_LAB_STEPS";

    private static final int FEW_STEPS = 400;

    /** Scripted actions that there are, about. */
    private static final int SCRIPTED = 40_000;

    private static final int NOT_AVAILABLE = 77;
    private static final Path LAB =
            Path.of("../pr-testkit/lab/lab").toAbsolutePath().normalize();

    private static final int JVM_PATIENCE_SECONDS = 1200;
    private static final Path REFERENCE = Path.of("/usr/bin/qemu-pr-helper");
    private static final Path DIST = Path.of(System.getProperty("dist"));
    private static final Path TEST_CLASSES = Path.of("target/test-classes").toAbsolutePath();
    private static final Path TEST_KIT =
            Path.of("../pr-testkit/target/classes").toAbsolutePath().normalize();

    private LabRun() {}

    /**
     * Runs the main class of a test in the lab with the reference's program, our program and the folder as arguments. One JVM for everything, the
     * distribution's own: the one whose class library the guest reads anyway.
     *
     * @param share a folder that the class can write to
     */
    static void runClass(Path share, Class<?> main, String... labOptions) throws IOException {
        runClass(share, DIST, main, labOptions);
    }

    /** The same with the distribution for the machine that the options ask for. */
    static void runClass(Path share, Path dist, Class<?> main, String... labOptions) throws IOException {
        run(
                share,
                List.of(labOptions),
                JVM_PATIENCE_SECONDS,
                dist.resolve("lib/runtime/bin/qemu-pr-helper").toString(),
                "-Xmx64m",
                "-p",
                TEST_KIT.toString(),
                "--add-modules=io.prhelper.testkit",
                "-cp",
                TEST_CLASSES.toString(),
                main.getName(),
                REFERENCE.toString(),
                dist.resolve("bin/qemu-pr-helper").toString(),
                share.toString());
    }

    /** A transcript that such a class left in a folder. */
    static Transcript transcript(Path share, String name) throws IOException {
        return Transcript.parse(Files.readAllLines(share.resolve(name)));
    }

    /** Differences that are written down in a resource of this package. */
    static List<AllowedDeviation> deviations(String resource) throws IOException {
        try (InputStream in = LabRun.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return AllowedDeviation.parse(text.lines().toList());
        }
    }

    /** The folder of unpacked programs that use disks; where it is missing as where there is no lab. */
    static Path initiators() throws IOException {
        Process lab = new ProcessBuilder(LAB.toString(), "initiators")
                .redirectErrorStream(true)
                .start();
        String text = new String(lab.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        checkAvailable(lab.onExit().join().exitValue(), text);
        return Path.of(text);
    }

    private static void checkAvailable(int status, String said) {
        if (status == NOT_AVAILABLE && !"true".equals(System.getenv("CI"))) {
            abort(said.strip());
        }
        assertThat(status).as(said).isZero();
    }

    /**
     * Plays the same requests on LIO, over iSCSI, and on the simulated target with a profile; where they differ and nobody has named the
     * difference, the command fails.
     *
     * @param share a folder that the command can write to
     * @return the report
     */
    static String compare(Path share, String profile, String... labOptions) throws IOException {
        int steps = Integer.parseInt(System.getenv().getOrDefault(STEPS, Integer.toString(FEW_STEPS)));
        return run(
                share,
                List.of(labOptions),
                JVM_PATIENCE_SECONDS + steps,
                "sh",
                "-c",
                "url=$(lab-target iscsi-open) && exec \"$@\" \"${url%%[[:space:]]*}\" profile=" + profile + " steps="
                        + steps + " every=" + Math.max(1, SCRIPTED / steps),
                "compare",
                DIST.resolve("lib/runtime/bin/qemu-pr-helper").toString(),
                "-Xmx64m",
                "-p",
                TEST_KIT.toString(),
                "-m",
                "io.prhelper.testkit/io.prhelper.testkit.comparison.Compare");
    }

    /**
     * Runs a command in the lab, which must end with status 0; where there is no lab the test is skipped with what is missing, but in a build
     * by a machine (CI=true) that is a failure.
     *
     * @param share a folder that the command can write to
     * @return what it wrote
     */
    static String run(Path share, int timeoutSeconds, String... command) throws IOException {
        return run(share, List.of(), timeoutSeconds, command);
    }

    /** The same with options of the lab. */
    static String run(Path share, List<String> labOptions, int timeoutSeconds, String... command) throws IOException {
        Path log = share.resolve("log");
        List<String> words = new ArrayList<>(List.of(
                LAB.toString(), "run", "--timeout", Integer.toString(timeoutSeconds), "--share", share.toString()));
        words.addAll(labOptions);
        words.add("--");
        words.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("PR_LAB_ENV", CASES);
        Process lab = builder.start();
        int status = lab.onExit().join().exitValue();
        String said = Files.readString(log);
        checkAvailable(status, said);
        return said;
    }
}
