// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prhelper.core.pr.PrOutcome;
import io.prhelper.core.pr.PrQuery;
import io.prhelper.core.pr.ReadKeysData;
import io.prhelper.core.pr.ReservationKey;
import io.prhelper.core.scsi.ScsiStatus;
import io.prhelper.ffm.OwnedFd;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a disk without a helper is asked once more; SG_IO is answered here. */
final class ScsiDeviceAnswersTest {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final List<Integer> asked = new ArrayList<>();
    private int busyFrom = Integer.MAX_VALUE;

    private PrOutcome<ReadKeysData> keysOf(int registered, PrQuery<ReadKeysData> query) throws IOException {
        byte[] all = new ReadKeysData(1, Collections.nCopies(registered, new ReservationKey(0xa))).encode();
        InterceptedKernel kernel = new InterceptedKernel().answer("ioctl", call -> answer(call, all));
        try (ScsiDevice device = new ScsiDevice(kernel.kernel(), OwnedFd.inMemory("disk"), Duration.ofSeconds(1))) {
            return device.execute(query);
        }
    }

    /** The header as in {@code scsi/sg.h}: a device that sends no more than it was asked for. */
    private int answer(InterceptedKernel.Call call, byte[] all) {
        MemorySegment header = InterceptedKernel.memory(call.arguments().get(2), 88);
        MemorySegment cdb = InterceptedKernel.memory(header.get(LONG, 24), 16);
        int room = header.get(INT, 12);
        int allocationLength =
                (cdb.get(ValueLayout.JAVA_BYTE, 7) & 0xff) << 8 | (cdb.get(ValueLayout.JAVA_BYTE, 8) & 0xff);
        asked.add(allocationLength);
        assertThat(room).isGreaterThanOrEqualTo(allocationLength);
        boolean busy = asked.size() >= busyFrom;
        byte[] sent = busy ? new byte[0] : Arrays.copyOf(all, Math.min(all.length, allocationLength));
        InterceptedKernel.memory(header.get(LONG, 16), room)
                .asSlice(0, sent.length)
                .copyFrom(MemorySegment.ofArray(sent));
        header.set(INT, 64, busy ? ScsiStatus.BUSY.code() : 0);
        header.set(INT, 68, 0);
        header.set(INT, 72, room - sent.length);
        return 0;
    }

    @Test
    void anotherCommandReachesNoDisk() throws IOException {
        InterceptedKernel kernel = new InterceptedKernel();
        OwnedFd disk = OwnedFd.inMemory("disk");
        int fd = disk.fd();
        try (ScsiDevice device = new ScsiDevice(kernel.kernel(), disk, Duration.ofSeconds(1))) {
            assertThat(device.fd()).isEqualTo(fd);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> device.execute(new byte[] {0x12, 0, 0, 0, 36, 0}, new byte[0]))
                    .withMessage("only PERSISTENT RESERVE IN and OUT (5Eh, 5Fh), not operation code 12h");
            assertThat(kernel.count("ioctl")).isZero();
        }
    }

    @Test
    void anAnswerThatIsWholeIsAskedForOnce() throws IOException {
        assertThat(keysOf(3, PrQuery.READ_KEYS).data(ReadKeysData.class).keys()).hasSize(3);
        assertThat(asked).containsExactly(8192);
    }

    @Test
    void oneThatIsNotIsAskedForWithAllTheRoomThereIs() throws IOException {
        ReadKeysData keys = keysOf(2000, PrQuery.READ_KEYS).data(ReadKeysData.class);
        assertThat(keys.keys()).hasSize(2000);
        assertThat(keys.isWhole()).isTrue();
        assertThat(asked).containsExactly(8192, 65504);
    }

    @Test
    void whatDoesNotFitIsMissing() throws IOException {
        ReadKeysData keys = keysOf(10_000, PrQuery.READ_KEYS).data(ReadKeysData.class);
        assertThat(keys.keys()).hasSize(8187);
        assertThat(keys.missingKeys()).hasValue(10_000 - 8187);
        assertThat(asked).containsExactly(8192, 65504);
    }

    @Test
    void whatCameFirstIsKeptWhereTheSecondAnswerIsNotGood() throws IOException {
        busyFrom = 2;
        ReadKeysData keys = keysOf(2000, PrQuery.READ_KEYS).data(ReadKeysData.class);
        assertThat(keys.keys()).hasSize(1023);
        assertThat(keys.missingKeys()).hasValue(2000 - 1023);
        assertThat(asked).containsExactly(8192, 65504);
    }

    @Test
    void aFailureIsNotAskedAgain() throws IOException {
        busyFrom = 1;
        assertThat(keysOf(2000, PrQuery.READ_KEYS)).isEqualTo(new PrOutcome.Other<>(ScsiStatus.BUSY.code()));
        assertThat(asked).containsExactly(8192);
    }
}
