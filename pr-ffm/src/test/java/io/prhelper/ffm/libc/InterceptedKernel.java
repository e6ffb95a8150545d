// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.libc;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The running kernel with somebody between: calls are counted, and can be answered otherwise. */
public final class InterceptedKernel {
    /** What C gets as one address we have as a memory and an offset in it. */
    private static final Set<String> WITH_OFFSET = Set.of("recv", "send");

    private static final int OFFSET = 3;

    /** Answers a call in the kernel's place, or has the kernel answer it. */
    @FunctionalInterface
    public interface Answer {
        /** What the wrapper returns: the result, or {@code -errno}. */
        int to(Call call) throws Throwable;
    }

    /**
     * One call.
     *
     * @param function its C name
     * @param number how many calls of that function there were with this one
     * @param arguments as C gets them: pointers are addresses
     * @param real what the kernel would answer
     */
    public record Call(String function, int number, List<Long> arguments, Real real) {
        /** The first argument, mostly a descriptor. */
        public int fd() {
            return arguments.getFirst().intValue();
        }

        /** Has the kernel answer. */
        public int really() throws Throwable {
            return real.call(Map.of());
        }

        /** Has the kernel answer the call with another value of one argument. */
        public int reallyWith(int index, long value) throws Throwable {
            return real.call(Map.of(index, value));
        }

        /** The {@code int} that an argument points at. */
        public MemorySegment pointee(int index) {
            return memory(arguments.get(index), Integer.BYTES);
        }

        /** Whether the call is this one of this function. */
        boolean is(String name, int n) {
            return number == n && function.equals(name);
        }
    }

    /** One call that goes wrong: the n-th of a function from the time when it was armed. */
    private record Fault(String function, int number, Answer answer) {}

    /** The call itself. */
    @FunctionalInterface
    public interface Real {
        /** Calls with other values for some arguments, by index. */
        int call(Map<Integer, Long> changes) throws Throwable;
    }

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private volatile @Nullable Fault fault;
    private volatile boolean struck;
    private final Kernel kernel = new Kernel(
            between(FileCalls.class, Kernel.linux().files()),
            between(SocketCalls.class, Kernel.linux().sockets()),
            between(PollCalls.class, Kernel.linux().poll()),
            between(IoctlCalls.class, Kernel.linux().ioctls()));

    /** Answers nothing itself. */
    public InterceptedKernel() {}

    /** What to hand to a server. */
    public Kernel kernel() {
        return kernel;
    }

    /** From now on that function is answered so. */
    public InterceptedKernel answer(String function, Answer answer) {
        answers.put(function, answer);
        return this;
    }

    /** From now on the kernel answers that function. */
    public void leaveAlone(String function) {
        answers.remove(function);
    }

    /** The n-th call of that function from now on is answered so, instead of any other answer. */
    public void strike(String function, int n, Answer answer) {
        struck = false;
        fault = new Fault(function, count(function) + n, answer);
    }

    /** No call goes wrong any more; true if one has. */
    public boolean disarm() {
        fault = null;
        return struck;
    }

    /** Memory that the server passes to the kernel. */
    @SuppressWarnings("restricted")
    public static MemorySegment memory(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    /** How often each function was called. */
    public Map<String, Integer> counts() {
        Map<String, Integer> numbers = new TreeMap<>();
        counts.forEach((function, count) -> numbers.put(function, count.get()));
        return numbers;
    }

    /** How often that function was called. */
    public int count(String function) {
        AtomicInteger count = counts.get(function);
        return count == null ? 0 : count.get();
    }

    private <T> T between(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(target, method, arguments)));
    }

    /** How many calls of that function are running now. */
    public int running(String function) {
        AtomicInteger calls = running.get(function);
        return calls == null ? 0 : calls.get();
    }

    private int call(Object target, Method method, Object[] arguments) throws Throwable {
        AtomicInteger calls = running.computeIfAbsent(method.getName(), name -> new AtomicInteger());
        calls.incrementAndGet();
        try {
            return answered(target, method, arguments);
        } finally {
            calls.decrementAndGet();
        }
    }

    private int answered(Object target, Method method, Object[] arguments) throws Throwable {
        String function = method.getName();
        int number =
                counts.computeIfAbsent(function, name -> new AtomicInteger()).incrementAndGet();
        Real real = changes -> invoke(target, method, changed(method, arguments, changes));
        Call call = new Call(function, number, numbers(method, arguments), real);
        Fault armed = fault;
        if (armed != null && call.is(armed.function, armed.number)) {
            struck = true;
            return armed.answer.to(call);
        }
        Answer answer = answers.get(function);
        return answer == null ? call.really() : answer.to(call);
    }

    /** Without the call state, and with memory and offset in one. */
    private static List<Long> numbers(Method method, Object[] arguments) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            if (isOffset(method, i)) {
                numbers.addLast(numbers.removeLast() + (int) arguments[i]);
            } else {
                numbers.add(
                        arguments[i] instanceof Memory memory ? memory.address() : ((Number) arguments[i]).longValue());
            }
        }
        return numbers;
    }

    private static boolean isOffset(Method method, int parameter) {
        return WITH_OFFSET.contains(method.getName()) && parameter == OFFSET;
    }

    private static Object[] changed(Method method, Object[] arguments, Map<Integer, Long> changes) {
        Object[] changed = arguments.clone();
        changes.forEach((index, value) -> {
            int parameter = WITH_OFFSET.contains(method.getName()) && index + 1 >= OFFSET ? index + 2 : index + 1;
            changed[parameter] =
                    method.getParameterTypes()[parameter] == int.class ? (Object) Math.toIntExact(value) : value;
        });
        return changed;
    }

    private static int invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return (int) method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
