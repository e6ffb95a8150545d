// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A virtual machine in the lab, of the newest QEMU, that can move to another one. */
final class GuestMachine implements AutoCloseable {
    /** A machine in an emulated machine is slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(400);

    private final String name;
    private final Process process;
    private final Path monitor;
    private final Path door;
    private final List<String> console = new CopyOnWriteArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    private GuestMachine(String name, Process process, Path monitor, Path door) {
        this.name = name;
        this.process = process;
        this.monitor = monitor;
        this.door = door;
        Thread.ofPlatform().daemon().start(() -> collect(process.inputReader(), console));
    }

    /**
     * Boots it.
     *
     * @param folder for its script and its monitor
     * @param socket the helper's
     */
    static GuestMachine boot(String name, Path folder, Path socket, String disk, String script) throws IOException {
        return start(name, folder, socket, disk, script, List.of());
    }

    /** Waits for a machine with the same script that is to come from elsewhere. */
    static GuestMachine expect(String name, Path folder, Path socket, String disk, String script) throws IOException {
        GuestMachine machine =
                start(name, folder, socket, disk, script, List.of("--incoming", "unix:" + door(folder, name)));
        GuestHelper.await(() -> name + " waits for the machine", PATIENCE, () -> Files.exists(machine.door));
        return machine;
    }

    private static GuestMachine start(
            String name, Path folder, Path socket, String disk, String script, List<String> options)
            throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".script"), script);
        Path monitor = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("lab-vm", "--newest", "--monitor", monitor.toString()));
        command.addAll(options);
        command.addAll(List.of(socket.toString(), disk, file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new GuestMachine(name, process, monitor, door(folder, name));
    }

    private static Path door(Path folder, String name) {
        return folder.resolve(name + ".door");
    }

    private static void collect(BufferedReader from, List<String> into) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                System.out.println("machine: " + line);
                into.add(line);
            }
        } catch (IOException ended) {
            into.add("ended: " + ended);
        }
    }

    /** Waits until the script has said that line. */
    void says(String line) {
        GuestHelper.await(() -> name + " says " + line + ": " + console, PATIENCE, () -> console.contains(line));
    }

    /** Types a line at its console. */
    void type(String line) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        keyboard.flush();
    }

    /** Moves it to where it is expected, and ends it here. */
    void moveTo(GuestMachine other) throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                collect(Files.newBufferedReader(Path.of(monitor + ".out")), answers);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        try (OutputStream out = Files.newOutputStream(Path.of(monitor + ".in"))) {
            order(out, "migrate -d unix:" + other.door);
            GuestHelper.await(() -> name + " has moved: " + answers, PATIENCE, () -> {
                order(out, "info migrate");
                return answers.stream().anyMatch(line -> line.contains("completed"));
            });
            order(out, "quit");
        }
        process.onExit().join();
    }

    private static void order(OutputStream out, String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread.sleep(500);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Waits for its end; the script's status. */
    int end() {
        return process.onExit().join().exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
