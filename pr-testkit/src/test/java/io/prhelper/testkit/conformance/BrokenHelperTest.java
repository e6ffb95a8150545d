// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.OwnedFd;
import io.prhelper.testkit.conformance.BrokenHelper.Slip;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite tells helpers that break the protocol; each slip fails its case, and without the slip the case passes. */
@Timeout(60)
final class BrokenHelperTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_FEATURE, 'the helper greets first, with four bytes and no feature that nobody knows'",
        "TAKES_ANY_FEATURE, an answer with a feature that was not offered closes the connection",
        "IGNORES_ALLOCATION_LENGTH, 'a rule of QEMU''s client: no more data than the allocation length'",
        "CAPABILITIES_CUT_SHORT, 'a rule of QEMU''s client: REPORT CAPABILITIES that ends GOOD has 3 bytes or more'",
        "DATA_WITH_OUT, 'a rule of QEMU''s client: no data with PERSISTENT RESERVE OUT'",
        "DATA_WITH_CHECK_CONDITION, 'a rule of QEMU''s client: no data with a status that is not GOOD'",
        "SENSE_WITH_GOOD, a connection serves one request after the other",
        "STATUS_IN_WRONG_BYTE, a connection serves one request after the other",
        "ANSWERS_ANY_OPCODE, any other operation code closes the connection",
        "TAKES_ANY_LENGTH, PERSISTENT RESERVE IN with an allocation length over 8192 closes the connection",
        "FOUR_BYTE_LENGTH, 'only bytes 7 and 8 of PERSISTENT RESERVE OUT say how much data follows; others would tell the device a wrong length'"
    })
    void aSlipFailsItsCase(Slip slip, String name) throws Exception {
        assertThat(run(Slip.NONE, name)).isEqualTo(new ConformanceResult.Passed());
        assertThat(run(slip, name)).isInstanceOf(ConformanceResult.Failed.class);
    }

    private ConformanceResult run(Slip slip, String name) throws Exception {
        Path socket = folder.resolve(slip.toString());
        ConformanceCase one = Conformance.PROTOCOL.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        try (BrokenHelper helper = BrokenHelper.listen(socket, slip);
                OwnedFd disk = OwnedFd.inMemory("disk");
                ConformanceSubject subject =
                        ConformanceSubject.ofHelper(socket, disk, disk).thatMayLoseData()) {
            // Without a slip nothing waits for ever; with one, nothing has to be waited for that still comes.
            return Conformance.run(one, slip == Slip.NONE ? subject : subject.withPatience(SHORT));
        }
    }
}
