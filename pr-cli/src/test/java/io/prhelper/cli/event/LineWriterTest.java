// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.guard.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever has a line to write never waits; what is written, is in order; what is not, is counted. */
@Timeout(60)
class LineWriterTest {
    private final Destination destination = new Destination();
    private final List<String> troubles = new ArrayList<>();
    private final LineWriter writer =
            new LineWriter("test-writer", destination, lost -> lost + " lines lost", troubles::add);

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    private void write(int from, int to) {
        IntStream.range(from, to).forEach(i -> writer.write("line " + i));
    }

    private void awaitText(String text) {
        Await.until("the text is written", () -> destination.text().equals(text));
    }

    /** One line is with the destination, which does not take it, and no more. */
    private void beginDeaf() {
        destination.beDeaf();
        writer.start();
        writer.write("line 0");
        Await.until("the line is being written", destination::isCalled);
    }

    @Test
    void linesAreWrittenInTheirOrderAndTheDestinationIsClosed() {
        writer.start();
        write(0, 500);
        writer.close();
        assertThat(destination.text()).isEqualTo(lines(0, 500));
        assertThat(destination.isOpen()).isFalse();
        assertThat(writer.left()).isZero();
    }

    @Test
    void linesFromBeforeTheStartWaitForIt() {
        write(0, 2);
        assertThat(destination.isCalled()).isFalse();
        writer.start();
        awaitText(lines(0, 2));
        writer.close();
    }

    @Test
    void whatWasNeverStartedIsWrittenInTheEnd() {
        write(0, 2);
        writer.close();
        assertThat(destination.text()).isEqualTo(lines(0, 2));
    }

    @Test
    void whatFindsNoRoomIsLostInOnePieceAndItsPlaceSaysHowMuch() {
        beginDeaf();
        write(1, LineWriter.MOST + 1);
        write(2_000, 2_017);
        destination.takes(Integer.MAX_VALUE, Integer.MAX_VALUE);
        awaitText(lines(0, LineWriter.MOST + 1) + "17 lines lost\n");
        write(3_000, 3_002);
        writer.close();
        assertThat(destination.text())
                .isEqualTo(lines(0, LineWriter.MOST + 1) + "17 lines lost\n" + lines(3_000, 3_002));
        assertThat(troubles).isEmpty();
    }

    /** Nor does the end wait for anybody's turn. */
    @Test
    void beyondABurstALineWaitsForItsTurn() throws InterruptedException {
        long first = System.nanoTime();
        writer.paced().start();
        int written = 0;
        // As many as there is room for at a time.
        for (; written < LineWriter.BURST; written += LineWriter.MOST / 2) {
            write(written, written + LineWriter.MOST / 2);
            writer.flush();
        }
        assertThat(writer.lost()).isZero();
        assertThat(destination.text()).isEqualTo(lines(0, written));
        write(written, written + LineWriter.MOST);
        TimeUnit.MILLISECONDS.sleep(300);
        long soon = destination.text().lines().count();
        // Without a pace all were there by now.
        long turns = (System.nanoTime() - first) / LineWriter.PACE_NANOS;
        assertThat(soon).isLessThanOrEqualTo(LineWriter.BURST + turns + 1);
        writer.close();
        assertThat(destination.text()).isEqualTo(lines(0, written + LineWriter.MOST));
        assertThat(writer.left()).isZero();
    }

    @Test
    void whatNobodyMadeIsCountedInItsPlace() {
        beginDeaf();
        assertThat(writer.isFull()).isFalse();
        write(1, LineWriter.MOST + 2);
        assertThat(writer.isFull()).isTrue();
        writer.drop();
        writer.drop();
        assertThat(writer.lost()).isEqualTo(3);
        destination.takes(Integer.MAX_VALUE, Integer.MAX_VALUE);
        awaitText(lines(0, LineWriter.MOST + 1) + "3 lines lost\n");
        assertThat(writer.isFull()).isFalse();
        writer.close();
    }

    /** However often it fills up, each line is written, or counted in its place. */
    @Test
    void linesOfManyThreadsAreWrittenOrCounted() throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        writer.start();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int line = 0; line < 20_000; line++) {
                    synchronized (number) {
                        writer.write(Integer.toString(number.getAndIncrement()));
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Await.until("all is written", () -> {
            writer.flush();
            return sum(destination.text()) == 80_000;
        });
        writer.close();
    }

    /** Where the lines have led: each is the next number, or says how many are missing. */
    private static int sum(String text) {
        int next = 0;
        for (String line : text.lines().toList()) {
            if (line.endsWith(" lines lost")) {
                next += Integer.parseInt(line.substring(0, line.indexOf(' ')));
            } else {
                assertThat(line).isEqualTo(Integer.toString(next++));
            }
        }
        return next;
    }

    @Test
    void theEndIsNotDelayedByADestinationThatHangs() {
        beginDeaf();
        write(1, 8);
        long began = System.nanoTime();
        writer.close();
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(LineWriter.FAREWELL_NANOS);
        assertThat(writer.left()).isEqualTo(8);
        destination.listen();
        Await.until("the thread has ended", () -> writer.left() == 0);
        assertThat(destination.text()).isEqualTo(lines(0, 8));
    }

    @Test
    void aFlushWaitsForTheLinesButNotForADestinationThatHangs() {
        beginDeaf();
        writer.flush();
        assertThat(destination.text()).isEmpty();
        destination.listen();
        Await.until("the line is written", () -> {
            writer.flush();
            return !destination.text().isEmpty();
        });
        writer.close();
    }

    @Test
    void aDestinationThatTakesLittleAtATimeOrNothingForAWhileGetsAll() {
        destination.takes(Integer.MAX_VALUE, 0);
        writer.start();
        write(0, 3);
        Await.until("it was tried", destination::isCalled);
        destination.takes(Integer.MAX_VALUE, 2);
        awaitText(lines(0, 3));
        writer.close();
    }

    @Test
    void aFullDiskIsToldOnceAndWhenThereIsRoomTheLinesGoOn() {
        // The first line, and a part of the second.
        destination.takes(9, 100);
        writer.start();
        write(0, 5);
        Await.until("it was found full", () -> {
            writer.flush();
            return !troubles.isEmpty();
        });
        writer.flush();
        destination.listen();
        write(5, 7);
        writer.close();
        assertThat(destination.text()).isEqualTo("line 0\nli\n4 lines lost\nline 5\nline 6\n");
        assertThat(troubles).containsExactly("No space left on device");
        assertThat(writer.left()).isZero();
    }

    @Test
    void whatADiskThatStaysFullDidNotTakeIsCounted() {
        destination.takes(0, 100);
        writer.start();
        write(0, 5);
        writer.close();
        assertThat(writer.left()).isEqualTo(5);
        assertThat(troubles).hasSize(1);
    }

    @Test
    void aLineThatThereIsNoMemoryForIsCounted() {
        AtomicInteger failures = new AtomicInteger();
        LineWriter poor = new LineWriter(
                "test-writer",
                destination,
                lost -> {
                    if (failures.getAndIncrement() == 0) {
                        throw new OutOfMemoryError("as if");
                    }
                    return lost + " lines lost";
                },
                troubles::add);
        destination.takes(0, 100);
        poor.write("line 0");
        poor.start();
        poor.flush();
        destination.listen();
        poor.write("line 1");
        poor.flush();
        poor.write("line 2");
        poor.close();
        assertThat(destination.text()).isEqualTo("2 lines lost\nline 2\n");
    }

    @Test
    void aDestinationIsReplacedBetweenTwoLinesAndTheOldOneClosed() {
        Destination second = new Destination();
        writer.start();
        write(0, 2);
        writer.flush();
        writer.replace(() -> second);
        writer.flush();
        assertThat(destination.isOpen()).isFalse();
        write(2, 4);
        writer.replace(() -> null);
        write(4, 6);
        writer.close();
        assertThat(destination.text()).isEqualTo(lines(0, 2));
        assertThat(second.text()).isEqualTo(lines(2, 6));
        assertThat(second.isOpen()).isFalse();
    }

    @Test
    void aReplacementWaitsForALineThatHangsAndNobodyWaitsForIt() throws IOException {
        Destination second = new Destination();
        beginDeaf();
        writer.replace(() -> second);
        writer.write("line 1");
        destination.listen();
        writer.close();
        assertThat(destination.text()).isEqualTo(lines(0, 1));
        assertThat(second.text()).isEqualTo(lines(1, 2));
    }
}
