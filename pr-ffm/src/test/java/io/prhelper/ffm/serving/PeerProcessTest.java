// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.CallState;
import io.prhelper.ffm.libc.Flags;
import io.prhelper.ffm.libc.InterceptedKernel;
import io.prhelper.ffm.libc.Kernel;
import io.prhelper.ffm.libc.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How clients outside our PID namespace are told apart; the socket's peer is this process. */
final class PeerProcessTest {
    private final OpenDescriptors descriptors = new OpenDescriptors();
    private final InterceptedKernel kernel = new InterceptedKernel();
    private final CallState state = new CallState();
    private OwnedFd socket;
    private OwnedFd peer;
    private OwnedFd anonymous;
    private PeerProcess process;

    @BeforeEach
    void aSocket() {
        Memory pair = new Memory(2 * Integer.BYTES);
        assertThat(Kernel.linux().sockets().socketpair(state, Flags.AF_UNIX, Flags.SOCK_STREAM, 0, pair))
                .isZero();
        socket = new OwnedFd(pair.buffer().getInt(0));
        peer = new OwnedFd(pair.buffer().getInt(Integer.BYTES));
        anonymous = new OwnedFd(Kernel.linux().poll().eventfd(state, 0, Flags.EFD_CLOEXEC));
        process = new PeerProcess(kernel.kernel(), state, anonymous.fd());
    }

    @AfterEach
    void nothingIsLeft() {
        socket.close();
        peer.close();
        anonymous.close();
        descriptors.assertAsBefore();
    }

    @Test
    void aProcessWithANumberIsThatAndCostsNoCall() {
        assertThat(process.of(socket.fd(), 17)).isEqualTo(17);
        assertThat(kernel.counts()).isEmpty();
    }

    @Test
    void oneWithoutIsKnownByItsPidfd() {
        long known = process.of(socket.fd(), 0);
        assumeTrue(known != PeerProcess.UNKNOWN, "Linux 6.9 is missing: pidfds have no inodes of their own");
        assertThat(known).isNegative();
        assertThat(process.of(peer.fd(), 0)).isEqualTo(known);
        assertThat(kernel.count("close")).isEqualTo(2);
    }

    @Test
    void aKernelThatHasNoPidfdForPeersDoesNotTell() {
        kernel.answer("getsockopt", call -> -Errno.ENOPROTOOPT.code());
        assertThat(process.of(socket.fd(), 0)).isEqualTo(PeerProcess.UNKNOWN);
        assertThat(kernel.count("close")).isZero();
    }

    /** Linux 6.5 to 6.8. */
    @Test
    void aPidfdWithTheInodeOfAllOthersDoesNotTell() {
        kernel.answer("getsockopt", call -> {
            call.pointee(3).set(JAVA_INT, 0, Kernel.linux().poll().eventfd(new CallState(), 0, Flags.EFD_CLOEXEC));
            return 0;
        });
        assertThat(process.of(socket.fd(), 0)).isEqualTo(PeerProcess.UNKNOWN);
        assertThat(kernel.count("close")).isOne();
    }

    @Test
    void aPidfdThatCanNotBeLookedAtDoesNotTellAndIsClosed() {
        for (int n = 1; n <= 2; n++) {
            kernel.strike("statx", n, call -> -Errno.EPERM.code());
            assertThat(process.of(socket.fd(), 0)).isEqualTo(PeerProcess.UNKNOWN);
            assertThat(kernel.disarm()).isTrue();
        }
    }
}
