// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.sight;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at one device again and again, on a thread of its own, and tells each change. */
public final class Watcher {
    private final Path node;
    private final PrReader.Opener opener;
    private final Duration interval;
    private final Consumer<Change> told;
    private @Nullable PrReader reader;
    private @Nullable Snapshot last;
    private boolean lost;

    private Watcher(Path node, PrReader.Opener opener, Duration interval, Consumer<Change> told) {
        this.node = node;
        this.opener = opener;
        this.interval = interval;
        this.told = told;
    }

    /**
     * Begins to watch.
     *
     * @param interval from the end of a look to the next one
     * @param told called on the watcher's thread
     */
    public static void start(Path node, PrReader.Opener opener, Duration interval, Consumer<Change> told) {
        Thread.ofPlatform().daemon().name("pr-watch").start(new Watcher(node, opener, interval, told)::run);
    }

    private void run() {
        try {
            while (true) {
                look();
                Thread.sleep(interval);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        List<String> attentions = new ArrayList<>();
        try {
            PrReader open = reader;
            if (open == null) {
                open = opener.open(node);
                reader = open;
            }
            Snapshot now = Snapshot.take(open, last, attentions);
            tell(attentions);
            if (lost) {
                lost = false;
                tell(Change.What.BACK, null, now.text(), now);
            }
            now.since(last, node.toString(), Instant.now()).forEach(told);
            last = now;
        } catch (IOException failed) {
            tell(attentions);
            if (!lost) {
                lost = true;
                tell(Change.What.LOST, last == null ? null : last.text(), String.valueOf(failed.getMessage()), null);
            }
            close();
        }
    }

    /** The next look opens it anew: the node may stand for another device by then, the helper may have been started again. */
    private void close() {
        PrReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }

    private void tell(List<String> attentions) {
        for (String attention : attentions) {
            tell(Change.What.UNIT_ATTENTION, null, attention, last);
        }
    }

    private void tell(Change.What what, @Nullable String before, @Nullable String after, @Nullable Snapshot now) {
        told.accept(new Change(
                Instant.now(),
                node.toString(),
                what,
                before,
                after,
                now == null ? -1 : now.generation(),
                now == null ? "no answer" : now.text()));
    }
}
