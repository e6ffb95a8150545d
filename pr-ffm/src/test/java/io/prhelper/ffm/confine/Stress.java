// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Makes the JVM do what it may do at any time: collect, compile, load classes, start threads, run out of heap and stack. */
final class Stress {
    private static final int THREADS = 200;
    private static final int VIRTUAL_THREADS = 2000;

    private static final AtomicReference<Object> SINK = new AtomicReference<>("");

    private Stress() {}

    static List<String> run() throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("garbage " + garbage());
        lines.add("compiled " + compiled());
        lines.add("threads " + threads());
        lines.add("virtual threads " + virtualThreads());
        lines.add("stack " + stack());
        lines.add("heap " + heap());
        lines.add("classes " + classes());
        lines.add("null " + nullPointers());
        return lines;
    }

    private static int garbage() {
        int arrays = 0;
        for (int i = 0; i < 3000; i++) {
            SINK.set(new byte[1 << (i % 18)]);
            arrays++;
        }
        System.gc();
        return arrays;
    }

    private static long compiled() {
        long sum = 0;
        for (int round = 0; round < 200; round++) {
            sum += IntStream.range(0, 10_000).filter(i -> i % 3 == 0).count();
        }
        return sum;
    }

    private static int threads() throws InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(THREADS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                all.countDown();
                await(all);
                ran.incrementAndGet();
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return ran.get();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int virtualThreads() throws InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < VIRTUAL_THREADS; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                LockSupport.parkNanos(1);
                ran.incrementAndGet();
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return ran.get();
    }

    private static String stack() {
        try {
            return "no end at " + depth(0);
        } catch (StackOverflowError expected) {
            return "overflow";
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is the purpose
    private static int depth(int n) {
        return depth(n + 1) + 1;
    }

    private static String heap() {
        try {
            List<long[]> kept = new ArrayList<>();
            while (true) {
                kept.add(new long[1 << 20]);
                SINK.set(kept);
            }
        } catch (OutOfMemoryError expected) {
            SINK.set("");
            return "exhausted";
        }
    }

    /** Classes of the JDK that nothing has needed so far, and one that is spun now. */
    private static String classes() throws Exception {
        Runnable proxy = (Runnable) Proxy.newProxyInstance(
                Stress.class.getClassLoader(), new Class<?>[] {Runnable.class}, (self, method, arguments) -> null);
        proxy.run();
        return Class.forName("java.util.concurrent.Exchanger").getSimpleName()
                + Class.forName("java.util.zip.CRC32C").getSimpleName()
                + new java.math.BigDecimal("1.5").pow(3);
    }

    /** Compiled code looks for no null: it takes the signal. */
    private static int nullPointers() {
        String[] texts = new String[40_000];
        Arrays.fill(texts, 0, 30_000, "text");
        int caught = 0;
        for (String text : texts) {
            try {
                caught += length(text) - 4;
            } catch (NullPointerException expected) {
                caught++;
            }
        }
        return caught;
    }

    private static int length(String text) {
        return text.length();
    }
}
