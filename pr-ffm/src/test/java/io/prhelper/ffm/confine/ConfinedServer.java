// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import io.prhelper.ffm.Capability;
import io.prhelper.ffm.daemon.Confinement;
import io.prhelper.ffm.daemon.PidFile;
import io.prhelper.ffm.daemon.Privileges;
import io.prhelper.ffm.daemon.ProcessExit;
import io.prhelper.ffm.daemon.StandardStreams;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A helper that starts as the command does, and on request does what it must not be able to do, or must. */
final class ConfinedServer {
    private final Path directory;
    private final ExecutorService early;
    private final StandardStreams streams;

    private ConfinedServer(Path directory, ExecutorService early, StandardStreams streams) {
        this.directory = directory;
        this.early = early;
        this.streams = streams;
    }

    /** User, group, a directory for socket and pid file, in whose {@code log}, if it is there, it may append, and who to start as if not as who we are. */
    public static void main(String[] arguments) throws Exception {
        ProcessExit exit = ProcessExit.onSignals();
        if (arguments.length == 4) {
            Identity.become(Integer.parseInt(arguments[3]));
        }
        Path directory = Path.of(arguments[2]);
        Confinement.raiseOpenFiles(256);
        UnixListener listener = UnixListener.bind(directory.resolve("s").toString(), OptionalInt.of(0666));
        PidFile pidFile = PidFile.write(directory.resolve("pid").toString());
        ExecutorService early = Executors.newSingleThreadExecutor();
        early.submit(() -> {}).get();
        StandardStreams streams = StandardStreams.prepare();

        Privileges.Dropped dropped = Privileges.drop(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Set.of(Capability.SYS_RAWIO));
        Confinement confinement = new Confinement().mayRemoveIn(directory);
        if (Files.exists(directory.resolve("log"))) {
            confinement.mayAppendIn(directory.resolve("log"));
        }
        List<String> lacking = confinement.apply();
        HelperServer server = HelperServer.on(listener.fd()).start();
        System.out.println("held " + dropped.held() + " lacking " + dropped.lacking() + lacking);
        ConfinedServer program = new ConfinedServer(directory, early, streams);
        Thread.ofPlatform().daemon().name("late").start(program::obey);

        exit.await();
        server.close();
        listener.close();
        pidFile.close();
        ProcessExit.now(0);
    }

    private void obey() {
        // Not closed: the JVM opens /dev/null for writing in place of a standard stream that it closes.
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            String line;
            while ((line = input.readLine()) != null) {
                switch (line) {
                    case "probe late" -> report(() -> Probes.run(directory));
                    case "probe early" -> report(early.submit(() -> Probes.run(directory))::get);
                    case "append late" -> report(() -> Probes.append(directory));
                    case "append early" -> report(early.submit(() -> Probes.append(directory))::get);
                    case "stress" -> report(Stress::run);
                    case "release" -> {
                        streams.release();
                        return;
                    }
                    default -> throw new IllegalArgumentException(line);
                }
            }
            // Whoever asks is gone.
            ProcessExit.now(1);
        } catch (Exception failed) {
            failed.printStackTrace();
            ProcessExit.now(1);
        }
    }

    private static void report(Callable<List<String>> task) throws Exception {
        task.call().forEach(System.out::println);
        System.out.println("done");
    }
}
