// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.device.NativeExchange;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ChannelTest {
    private final InterceptedKernel kernel = new InterceptedKernel();
    private final NativeExchange memory = new NativeExchange();
    private final Channel channel = new Channel(kernel.kernel(), memory);

    @Test
    @SuppressWarnings("restricted") // the address is the one that the kernel gets
    void nothingOfAReplyThatWasSentLateIsInTheSenseOfTheNext() {
        byte[] rest = new byte[8200];
        Arrays.fill(rest, (byte) 0x55);
        for (int sent : new int[] {rest.length, 1, -11, -32}) {
            kernel.answer("send", call -> {
                byte[] passed = MemorySegment.ofAddress(call.arguments().get(1))
                        .reinterpret(call.arguments().get(2))
                        .toArray(ValueLayout.JAVA_BYTE);
                assertThat(passed).isEqualTo(rest);
                return sent;
            });
            assertThat(channel.send(3, rest)).isEqualTo(sent);
            assertThat(memory.exchange().copySense()).containsOnly(0);
        }
    }
}
