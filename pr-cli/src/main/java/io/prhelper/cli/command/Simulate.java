// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import io.prhelper.cli.event.Messages;
import io.prhelper.cli.option.Arguments;
import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Description.ExitStatus;
import io.prhelper.cli.option.RejectedException;
import io.prhelper.ffm.daemon.ProcessExit;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.simulation.disk.PassedFiles;
import io.prhelper.simulation.iscsi.IscsiServer;
import io.prhelper.simulation.target.SimulatedTarget;
import io.prhelper.simulation.target.TargetConfiguration;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A simulated target for other programs. */
final class Simulate extends Subcommand {
    private static final int MOST_UNITS = 16;
    private static final int MOST_PORTS = 8;

    /** Of all units together: what is written stays in memory. */
    private static final long BLOCKS = 16_384;

    private static final CommandOption PROFILE = new CommandOption(
            'p',
            "profile",
            "NAME",
            TargetProfile.STRICT_SPC5.name(),
            "The kind of target: "
                    + TargetProfile.all().stream().map(TargetProfile::name).collect(Collectors.joining(", ")) + ".");
    private static final CommandOption LISTEN = new CommandOption(
            'l',
            "listen",
            "ADDRESS:PORT",
            null,
            "Serve iSCSI on this IP address (an IPv6 one in brackets) and TCP port; port 0 is any that is free. The second target"
                    + " port listens on the next TCP port, and so on. The portal group tag is the number of the target port.");
    private static final CommandOption SOCKET = new CommandOption(
            'k',
            "socket",
            "PATH",
            null,
            "Serve the protocol of the helper on a Unix socket at this absolute path. Whatever file a client passes is a disk: each"
                    + " file is an initiator port of its own, at LUN 0.");
    private static final CommandOption UNITS =
            new CommandOption((char) 0, "units", "COUNT", "1", "Logical units, 1 to " + MOST_UNITS + ".");
    private static final CommandOption PORTS =
            new CommandOption((char) 0, "ports", "COUNT", "1", "Target ports, 1 to " + MOST_PORTS + ".");
    private static final CommandOption ALLOW_REMOTE = new CommandOption(
            (char) 0,
            "allow-remote",
            null,
            null,
            "Let --listen have an address that other machines can reach. Nobody is asked for a password.");

    Simulate() {
        super(new Description(
                "simulate",
                "Serve a simulated target in memory, over iSCSI or as a helper, until a signal ends it.",
                List.of(CommandOption.HELP, PROFILE, LISTEN, SOCKET, UNITS, PORTS, ALLOW_REMOTE),
                List.of(),
                List.of(
                        new ExitStatus(SUCCESS, "SIGTERM, SIGINT or SIGHUP ended it."),
                        new ExitStatus(
                                FAILURE,
                                "The command line is wrong, or it could not start; standard error says why."))));
    }

    @Override
    int run(Arguments given, PrintStream out) throws RejectedException, IOException {
        InetSocketAddress address = address(given);
        String socket = socket(given);
        if (address == null && socket == null) {
            throw new RejectedException("nothing to serve: neither --listen nor --socket is given");
        }
        SimulatedTarget target = SimulatedTarget.create(configuration(given));
        ProcessExit exit = ProcessExit.onSignals();
        try (Messages messages = new Messages(Program.running().name(), Messages.WARNINGS).start();
                UnixListener listener = socket == null ? null : UnixListener.bind(socket, OptionalInt.empty());
                HelperServer _ = listener == null ? null : helper(listener, target);
                IscsiServer iscsi = address == null ? null : iscsi(target, address, messages)) {
            out.println(where(iscsi, socket));
            out.flush();
            exit.await();
        }
        ProcessExit.now(SUCCESS);
        return SUCCESS;
    }

    private static HelperServer helper(UnixListener listener, SimulatedTarget target) throws IOException {
        return HelperServer.on(listener.fd()).device(new PassedFiles(target)).start();
    }

    private static IscsiServer iscsi(SimulatedTarget target, InetSocketAddress address, Messages messages)
            throws IOException {
        if (!address.getAddress().isLoopbackAddress()) {
            messages.warning("whoever can reach " + address.getAddress().getHostAddress() + " may use the target");
        }
        return IscsiServer.of(target).listen(address).log(messages::warning).start();
    }

    /** {@code iqn... on 127.0.0.1:3260,1 127.0.0.1:3261,2 and a helper on /run/pr.sock}: one line, when both can be used. */
    private static String where(@Nullable IscsiServer iscsi, @Nullable String socket) {
        String target = iscsi == null
                ? ""
                : iscsi.targetName() + " on "
                        + iscsi.portals().stream()
                                .map(IscsiServer.Portal::toString)
                                .collect(Collectors.joining(" "));
        String helper = socket == null ? "" : "a helper on " + socket;
        return target + (target.isEmpty() || helper.isEmpty() ? "" : " and ") + helper;
    }

    private static TargetConfiguration configuration(Arguments given) throws RejectedException {
        int units = number(given, UNITS, MOST_UNITS);
        int ports = number(given, PORTS, MOST_PORTS);
        try {
            return TargetConfiguration.of(TargetProfile.named(String.valueOf(given.value(PROFILE))))
                    .withUnits(units)
                    .withTargetPorts(IntStream.rangeClosed(1, ports).toArray())
                    .withBlocks(BLOCKS / units);
        } catch (IllegalArgumentException unknown) {
            throw new RejectedException(String.valueOf(unknown.getMessage()));
        }
    }

    private static int number(Arguments given, CommandOption option, int most) throws RejectedException {
        String value = String.valueOf(given.value(option));
        int number = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
        if (number < 1 || number > most) {
            throw new RejectedException(option.typed() + " must be 1 to " + most + ", not '" + value + "'");
        }
        return number;
    }

    private static @Nullable String socket(Arguments given) throws RejectedException {
        String path = given.value(SOCKET);
        if (path != null && !path.startsWith("/")) {
            throw new RejectedException("socket path must be absolute, unlike '" + path + "'");
        }
        return path;
    }

    private static @Nullable InetSocketAddress address(Arguments given) throws RejectedException {
        String value = given.value(LISTEN);
        if (value == null) {
            return null;
        }
        int colon = value.lastIndexOf(':');
        String host = value.substring(0, Math.max(colon, 0));
        String port = value.substring(colon + 1);
        int last = number(given, PORTS, MOST_PORTS) - 1;
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            // An IPv6 address without brackets would end where its reader thinks.
            if (host.contains(":") == host.startsWith("[") && port.matches("[0-9]{1,5}")) {
                int number = Integer.parseInt(port);
                if (number == 0 || number + last <= 0xffff) {
                    return checked(new InetSocketAddress(address, number), given);
                }
            }
        } catch (IllegalArgumentException noAddress) {
            // The same sentence.
        }
        throw new RejectedException("--listen must be IP ADDRESS:PORT, with ports up to 65535, not '" + value + "'");
    }

    private static InetSocketAddress checked(InetSocketAddress address, Arguments given) throws RejectedException {
        if (!address.getAddress().isLoopbackAddress() && !given.has(ALLOW_REMOTE)) {
            throw new RejectedException("other machines can reach "
                    + address.getAddress().getHostAddress() + ": --listen takes it with --allow-remote only");
        }
        return address;
    }
}
