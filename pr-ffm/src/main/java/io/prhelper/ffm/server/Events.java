// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.server;

import io.prhelper.ffm.ServerListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls the listener where there is one; what it throws is its own affair. */
final class Events {
    private final @Nullable ServerListener listener;
    private final boolean answers;

    Events(@Nullable ServerListener listener) {
        this.listener = listener;
        answers = listener != null && listener.wantsAnswers();
    }

    /** True if the event of a request is worth making. */
    boolean answersWanted() {
        return answers;
    }

    void tell(Consumer<ServerListener> event) {
        ServerListener told = listener;
        if (told != null) {
            try {
                event.accept(told);
            } catch (RuntimeException ignored) {
                // A listener must not be able to end a connection.
            }
        }
    }
}
