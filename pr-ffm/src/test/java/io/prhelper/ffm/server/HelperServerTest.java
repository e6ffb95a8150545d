// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.prhelper.core.scsi.ScsiExchange;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.core.scsi.Sense;
import io.prhelper.ffm.DevicePort;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.client.HelperClient;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server over real sockets with real descriptors. */
final class HelperServerTest {
    private static final byte[] READ_KEYS = {0x5e, 0, 0, 0, 0, 0, 0, 0x20, 0};
    private static final byte[] REGISTER = {0x5f, 0, 0, 0, 0, 0, 0, 0, 24};

    @TempDir
    Path directory;

    @Test
    void aCommandReachesTheDevicePortAndItsAnswerTheClient() throws IOException {
        DevicePort port = (fd, exchange) -> exchange.good(new byte[] {0, 0, 0, 7, 0, 0, 0, 0});
        Path path = directory.resolve("s");
        try (UnixListener listener = UnixListener.bind(path.toString(), OptionalInt.empty());
                HelperServer server =
                        HelperServer.on(listener.fd()).device(port).start();
                HelperClient client = HelperClient.connect(path);
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            ScsiExchange answer = client.execute(disk.fd(), READ_KEYS, new byte[0]);
            assertThat(answer.status()).isEqualTo(ScsiStatus.GOOD.code());
            assertThat(answer.copyDataIn()).containsExactly(0, 0, 0, 7, 0, 0, 0, 0);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whereAFilterRefusesStatxItDoesNotServe() throws IOException {
        InterceptedKernel kernel = new InterceptedKernel().answer("statx", call -> -Errno.EPERM.code());
        OpenDescriptors before = new OpenDescriptors();
        try (UnixListener listener = UnixListener.bind(directory.resolve("s").toString(), OptionalInt.empty())) {
            HelperServer.Builder builder = HelperServer.on(listener.fd()).kernel(kernel.kernel());
            assertThatIOException()
                    .isThrownBy(builder::start)
                    .withMessageStartingWith("statx(2), without which no device can be told from another");
        }
        before.assertAsBefore();
    }

    @Test
    void aFileThatIsNoScsiDeviceIsAnsweredWithoutAnIoctl() throws IOException {
        Path path = directory.resolve("s");
        try (UnixListener listener = UnixListener.bind(path.toString(), OptionalInt.empty());
                HelperServer server = HelperServer.on(listener.fd()).start();
                HelperClient client = HelperClient.connect(path);
                OwnedFd disk = OwnedFd.inMemory("disk")) {
            ScsiExchange answer = client.execute(disk.fd(), REGISTER, new byte[24]);
            assertThat(answer.status()).isEqualTo(ScsiStatus.CHECK_CONDITION.code());
            assertThat(Sense.parse(answer.copySense())).isEqualTo(Sense.IO_PROCESS_TERMINATED);
        }
    }
}
