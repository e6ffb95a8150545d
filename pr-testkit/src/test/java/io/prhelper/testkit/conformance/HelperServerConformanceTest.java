// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.server.HelperServer;
import io.prhelper.ffm.server.UnixListener;
import io.prhelper.simulation.disk.SimulatedDisks;
import io.prhelper.simulation.target.TargetProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Our server conforms, on a real socket and with real descriptors, in front of simulated disks. */
final class HelperServerConformanceTest extends ConformanceSuite {
    @TempDir
    private Path folder;

    private AutoCloseable open = () -> {};

    @Override
    protected ConformanceSubject subject() throws IOException {
        Path socket = folder.resolve("helper.sock");
        SimulatedDisks disks = new SimulatedDisks();
        TwoNexuses nexuses = TwoNexuses.of(TargetProfile.STRICT_SPC5);
        OwnedFd first = disks.open(nexuses.first());
        OwnedFd second = disks.open(nexuses.second());
        UnixListener listener = UnixListener.bind(socket.toString(), OptionalInt.empty());
        HelperServer server = HelperServer.on(listener.fd()).device(disks).start();
        open = () -> {
            server.close();
            listener.close();
            first.close();
            second.close();
        };
        return nexuses.media(ConformanceSubject.ofHelper(socket, first, second)).thatMayLoseData();
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }
}
