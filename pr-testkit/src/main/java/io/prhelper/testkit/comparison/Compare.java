// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.comparison;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.simulation.iscsi.IscsiNexus;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The command behind {@code pr-testkit/compare}: 0 no difference without a name, 1 there are, 2 wrong usage, 3 the target failed. */
public final class Compare {
    private static final String USAGE = """
            usage: compare iscsi://HOST[:PORT]/TARGET/LUN [OPTION=VALUE...]

            Plays the same requests on the logical unit and on the simulated one, and tells where they differ. What the
            unit holds of reservations is LOST, and a block may be written: use a disk that nobody needs.

            profile=NAME    what it should be like: NAMES (default strict-spc5)
            steps=N         random requests, 0 or more (default 10000)
            script=no       without the scripted actions
            every=N         one of N scripted actions only, seed=N says which (default 1)
            seed=N          of the first random sequence (default 1)
            length=N        requests in a sequence (default 50)
            names=FILE      differences that have a name (default: the kit's own)
            limit=SECONDS   the target may take for an answer (default 10)
            """;

    private final CompareOptions options;
    private final PrintStream out;

    Compare(CompareOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs it and ends the JVM.
     *
     * @param arguments the address of the unit, then options; none for how to use it
     */
    public static void main(String... arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        if (arguments.length == 0 || arguments[0].endsWith("help")) {
            (arguments.length == 0 ? err : out).print(USAGE.replace("NAMES", String.join(", ", names())));
            return arguments.length == 0 ? 2 : 0;
        }
        try {
            return new Compare(CompareOptions.parse(arguments), out).run() ? 0 : 1;
        } catch (IllegalArgumentException wrong) {
            err.println("compare: " + wrong.getMessage());
            return 2;
        } catch (IOException | UncheckedIOException | IllegalStateException failed) {
            err.println("compare: " + failed.getMessage());
            return 3;
        }
    }

    private static List<String> names() {
        return TargetProfile.all().stream().map(TargetProfile::name).toList();
    }

    private boolean run() throws IOException {
        NamedDifferences names = options.names().isEmpty()
                ? NamedDifferences.of(options.profile().name())
                : NamedDifferences.parse(
                        Files.readString(Path.of(options.names()), StandardCharsets.UTF_8),
                        options.profile().name());
        try (IscsiUnit unit = IscsiUnit.login(options.address(), options.limit())) {
            return compare(unit, names);
        }
    }

    private boolean compare(IscsiUnit unit, NamedDifferences names) {
        Comparison comparison = unit.beside(options.profile(), names::allows);
        out.println("# " + options.address() + " beside " + options.profile().name() + "\n\n" + product(unit.observer())
                + "\n\n| requests | sent | differ | have a name |\n|---|---:|---:|---:|");
        Findings scripted = new Findings(names);
        if (options.script()) {
            comparison.script(options.every(), options.seed(), scripted::add);
            row("scripted", comparison.commands(), scripted);
        }
        Findings random = new Findings(names);
        explore(comparison, random);
        tell(names, List.of(scripted, random));
        return scripted.count() + random.count() == 0;
    }

    private void explore(Comparison comparison, Findings findings) {
        long sent = 0;
        for (long seed = options.seed(); sent < options.steps(); seed++) {
            long before = comparison.commands();
            Optional<Difference> difference = comparison.explore(seed, options.length());
            sent += comparison.commands() - before;
            // The way to it is of interest once.
            difference
                    .map(found -> findings.isNamed(found) || !findings.isNew(found) ? found : comparison.shrink(found))
                    .ifPresent(findings::add);
        }
        row("random", sent, findings);
    }

    private void row(String kind, long sent, Findings findings) {
        out.printf(
                "| %s | %,d | %,d | %,d |%n",
                kind,
                sent,
                findings.count(),
                findings.named().values().stream().mapToInt(Integer::intValue).sum());
    }

    private void tell(NamedDifferences names, List<Findings> all) {
        names.left().forEach(left -> out.println("\nNever sent: " + left + "."));
        for (Findings findings : all) {
            findings.named().forEach((why, times) -> out.println("\n" + times + " times: " + why));
            findings.unnamed()
                    .values()
                    .forEach(kind -> out.println("\n" + kind.size() + " times:\n" + kind.getFirst()));
        }
    }

    /** Vendor, product and revision of the standard INQUIRY data (SPC-5, 6.7.2). */
    private static String product(IscsiNexus nexus) {
        ScsiExchange exchange = ScsiExchange.allocate();
        do {
            exchange.put(new byte[] {0x12, 0, 0, 0, 36, 0}, new byte[0]);
            nexus.execute(exchange);
        } while (exchange.status() == ScsiStatus.CHECK_CONDITION.code() && exchange.copySense()[2] == 6);
        byte[] data = exchange.copyDataIn();
        return data.length < 36 ? "no standard INQUIRY data" : new String(data, 8, 28, StandardCharsets.US_ASCII);
    }
}
