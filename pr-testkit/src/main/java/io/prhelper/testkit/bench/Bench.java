// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command behind {@code pr-testkit/bench/bench}. */
public final class Bench {
    private static final String USAGE = """
            usage: bench roundtrip [DEVICE [ROUNDS [SECONDS [CONNECTIONS,...]]]]

            DEVICE       a whole-disk block device node, unused (default /dev/loop0: no SCSI, every helper makes the ioctl)
            ROUNDS       interleaved rounds (default 5)
            SECONDS      of each (default 2)
            CONNECTIONS  at once (default 1,4,16)
            """;

    private static final Path REFERENCE = Path.of("/usr/bin/qemu-pr-helper");

    private Bench() {}

    /** Arguments: work folder with the compiled C programs, our helper, then the user's. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Path.of(arguments[0]);
        List<String> words = Arrays.asList(arguments).subList(2, arguments.length);
        if (!words.getFirst().equals("roundtrip") || words.contains("--help")) {
            System.out.print(USAGE);
            System.exit(words.contains("--help") ? 0 : 2);
        }
        String device = word(words, 1, "/dev/loop0");
        if (!Files.isReadable(Path.of(device)) || !Files.isWritable(Path.of(device))) {
            System.err.println(
                    "bench: " + device + " can not be opened read-write (root is needed for a block device)");
            System.exit(1);
        }
        List<Integer> connections = Arrays.stream(word(words, 4, "1,4,16").split(","))
                .map(Integer::valueOf)
                .toList();
        List<Contender> contenders = new ArrayList<>();
        try {
            contenders.add(start("ours", work, arguments[1], "-k"));
            contenders.add(start("bare loop", work, work.resolve("bare_loop").toString()));
            if (Files.isExecutable(REFERENCE)) {
                contenders.add(start("reference", work, REFERENCE.toString(), "-k"));
            } else {
                System.out.println(REFERENCE + " is missing (package qemu-system-common): no reference in this run");
            }
            int rounds = Integer.parseInt(word(words, 2, "5"));
            double seconds = Double.parseDouble(word(words, 3, "2"));
            new RoundTrip(System.out, work.resolve("load"), device, rounds, seconds).run(contenders, connections);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private static String word(List<String> words, int index, String otherwise) {
        return index < words.size() ? words.get(index) : otherwise;
    }

    private static Contender start(String name, Path work, String... command) throws IOException, InterruptedException {
        Path socket = work.resolve(name.replace(' ', '-') + ".sock");
        List<String> words = new ArrayList<>(List.of(command));
        words.add(socket.toString());
        return Contender.start(name, socket, words);
    }
}
