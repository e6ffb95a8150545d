// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.ffm.Limits;
import io.prhelper.ffm.OpenDescriptors;
import io.prhelper.ffm.errno.Errno;
import io.prhelper.ffm.libc.InterceptedKernel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Makes every single system call of a conversation go wrong, in every way its manual page lists, and holds after each: no reply says GOOD
 * unless the device executed the command, no descriptor is lost, another client is served, and so is a new one.
 */
@Timeout(240)
final class ServerFaultTest {
    private static final Map<String, List<Integer>> ERRORS = errors();

    private final OpenDescriptors descriptors = new OpenDescriptors();
    private FaultyServer server;

    /** accept(2), getsockopt(2), send(2), recv(2), epoll_ctl(2), epoll_wait(2), fcntl(2), statx(2), ioctl(2), close(2). */
    private static Map<String, List<Integer>> errors() {
        Map<String, List<Integer>> errors = new TreeMap<>();
        errors.put("accept4", List.of(11, 9, 103, 14, 4, 22, 24, 23, 105, 12, 88, 95, 1, 71));
        errors.put("getsockopt", List.of(9, 14, 22, 92, 88));
        errors.put("setsockopt", List.of(9, 14, 22, 92, 88, 33));
        errors.put("send", List.of(13, 11, 9, 104, 89, 14, 4, 22, 106, 90, 105, 12, 107, 88, 95, 32));
        errors.put("recv", List.of(11, 9, 111, 14, 4, 22, 12, 107, 88, 104));
        errors.put("recvmsg", List.of(11, 9, 111, 14, 4, 22, 12, 107, 88, 104));
        errors.put("epoll_ctl", List.of(9, 17, 22, 40, 2, 12, 28, 1));
        errors.put("epoll_wait", List.of(9, 14, 4, 22));
        errors.put("fcntl", List.of(13, 11, 9, 4, 22));
        errors.put("statx", List.of(13, 9, 14, 22, 40, 36, 2, 12, 20));
        errors.put("open", List.of(13, 4, 2, 24, 23, 12));
        errors.put("read", List.of(9, 4, 5, 19, 22));
        errors.put("ioctl", List.of(1, 4, 5, 6, 9, 12, 14, 16, 19, 22, 25, 28, 33, 52, 61, 110, 121, 123, 145));
        errors.put("close", List.of(9, 4, 5, 28, 122));
        return errors;
    }

    /** A worker that waits with its client for the next request does not wait in the epoll set: how often it does is chance. */
    private static final String WAITS = "epoll_wait";

    @BeforeEach
    void aServer() throws IOException {
        // Where a pause of the listener ends soon, this takes less time; a reply that is late is one more fault.
        server = new FaultyServer(Limits.DEFAULTS.withReply(Duration.ofMillis(20)));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        server.close();
        descriptors.assertAsBefore();
    }

    private static InterceptedKernel.Answer answer(String function, int errno) {
        // Also a close that fails has closed.
        return function.equals("close")
                ? call -> {
                    call.really();
                    return -errno;
                }
                : call -> -errno;
    }

    @Test
    void everyConversationMakesTheSameCalls() throws IOException {
        Map<String, Integer> calls = server.callsOfAConversation();
        assertThat(ERRORS.keySet()).isEqualTo(calls.keySet());
        calls = new HashMap<>(calls);
        calls.remove(WAITS);
        for (int i = 0; i < 50; i++) {
            assertThat(server.callsOfAConversation()).containsAllEntriesOf(calls);
        }
    }

    @Test
    void everyCallFailsInEveryWay() throws IOException {
        OpenDescriptors before = new OpenDescriptors();
        for (Map.Entry<String, Integer> call : server.callsOfAConversation().entrySet()) {
            String function = call.getKey();
            for (int errno : ERRORS.getOrDefault(function, List.of())) {
                strikeUntilNothingIsLeft(
                        function, call.getValue(), "fails with " + Errno.name(errno), answer(function, errno));
            }
            before.assertAsBefore();
        }
        assertThat(server.fixture.events.failures()).isEmpty();
    }

    private void strikeUntilNothingIsLeft(String function, int most, String how, InterceptedKernel.Answer answer)
            throws IOException {
        int n = 1;
        while (server.strike("call " + n + " of " + function + " " + how, function, n, answer)) {
            n++;
        }
        if (function.equals(WAITS)) {
            assertThat(n).as("calls of %s that were struck: %s", function, how).isGreaterThan(2);
        } else {
            assertThat(n - 1)
                    .as("calls of %s that were struck: %s", function, how)
                    .isEqualTo(most);
        }
    }

    @Test
    void everyCallMeetsTheEndOfMemoryOrStack() throws IOException {
        Map<String, Integer> calls = server.callsOfAConversation();
        // What gives a descriptor back is not called again: it might be another's by then.
        calls.remove("close");
        for (Map.Entry<String, Integer> call : calls.entrySet()) {
            for (Error error : List.of(new OutOfMemoryError("made up"), new StackOverflowError())) {
                strikeUntilNothingIsLeft(call.getKey(), call.getValue(), "throws " + error, struck -> {
                    throw error;
                });
            }
        }
        assertThat(server.fixture.events.failures()).isNotEmpty().allMatch(Error.class::isInstance);
    }
}
