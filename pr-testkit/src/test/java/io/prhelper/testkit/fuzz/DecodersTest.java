// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiExchange;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes in, bytes out, of every decoder that the core has. */
final class DecodersTest {
    private static final int ROUNDS = 30_000;
    private static final long FIRST_SEED = 1511;

    /** What takes bytes, and is no decoder. */
    private static final Set<String> OTHERS = Set.of(
            // Three numbers to compare by, out of either format; nobody sends sense that is made of them.
            "Sense.parse(byte[])",
            // Writes.
            "Sense.putFixed(ByteBuffer,int)",
            "PrCommand.putInto(ScsiExchange)",
            "Question.putInto(ScsiExchange)",
            "PathAnswer.putInto(ScsiExchange)",
            // Buffers, and what keeps them.
            "ScsiExchange(ByteBuffer,ByteBuffer)",
            "ScsiExchange.good(byte[])",
            "ScsiExchange.put(byte[],byte[])",
            "PathAnswer.of(ScsiExchange,Reach)",
            "Question.of(MapPath,ScsiExchange)",
            // What an exchange ended with: its data is decoded by PrInData and PrQuery.
            "PrOutcome.of(ScsiExchange)",
            "PrOutcome.of(ScsiExchange,PrQuery)",
            "PrOutcome.withoutData(ScsiExchange)",
            // The machines of the protocol and ports, which pass on what stands in an exchange.
            "ServerProtocol.putGreeting(ByteBuffer)",
            "ServerProtocol.received(ScsiExchange,int,int)",
            "ServerProtocol.refusal(ScsiExchange)",
            "ServerProtocol.reply(ScsiExchange)",
            "ClientProtocol.request(ScsiExchange)",
            "ClientProtocol.received(ScsiExchange,int)",
            "MapCommand.begin(MapMemory,List,ScsiExchange)",
            "ScsiPort.execute(ScsiExchange)");

    private static List<byte[]> starts() throws IOException {
        List<byte[]> starts = new ArrayList<>();
        for (FuzzTarget target :
                Set.of(FuzzTarget.TRANSPORT_IDS, FuzzTarget.RESPONSES, FuzzTarget.COMMANDS, FuzzTarget.DECODERS)) {
            for (Path file : CorpusTest.files(target)) {
                starts.add(Files.readAllBytes(file));
            }
        }
        return starts;
    }

    /** Some rounds begin with nothing like what is valid, most with what is, changed a little. */
    @ParameterizedTest
    @EnumSource
    void whatIsDecodedIsEncodedAsItWasRead(Decoder decoder) throws IOException {
        List<byte[]> starts = starts();
        int taken = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            byte[] data = bytes(new SplittableRandom(seed), starts);
            try {
                taken += decoder.check(data) ? 1 : 0;
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("with seed " + seed + ": " + failed.getMessage(), failed);
            }
        }
        assertThat(taken).as("not refused").isGreaterThan(ROUNDS / 100);
    }

    private static byte[] bytes(SplittableRandom random, List<byte[]> starts) {
        if (random.nextInt(10) == 0) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] bytes = starts.get(random.nextInt(starts.size())).clone();
        if (random.nextInt(3) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
        }
        for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
        }
        return bytes;
    }

    @Test
    void everyPublicMethodOfTheCoreThatTakesBytesIsKnown() throws IOException, URISyntaxException {
        List<String> known = new ArrayList<>(OTHERS);
        Arrays.stream(Decoder.values())
                .map(Decoder::method)
                .filter(method -> !method.isEmpty())
                .forEach(known::add);
        assertThat(thatTakeBytes()).containsExactlyInAnyOrderElementsOf(known);
    }

    private static List<String> thatTakeBytes() throws IOException, URISyntaxException {
        List<String> found = new ArrayList<>();
        for (Class<?> type : publicTypes()) {
            Stream.<Executable>concat(
                            Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
                    .filter(member -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic())
                    .filter(member -> Arrays.stream(member.getParameterTypes()).anyMatch(DecodersTest::isBytes))
                    .map(member -> signature(type, member))
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean isBytes(Class<?> type) {
        return type == byte[].class || type == ByteBuffer.class || type == ScsiExchange.class;
    }

    private static String signature(Class<?> type, Executable member) {
        String parameters = Arrays.stream(member.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(","));
        String nested =
                type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
        return nested + (member instanceof Method ? "." + member.getName() : "") + "(" + parameters + ")";
    }

    /** From where the core was loaded, a folder or an archive. */
    private static List<Class<?>> publicTypes() throws IOException, URISyntaxException {
        URI core = ScsiExchange.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        Path place = Path.of(core);
        if (Files.isDirectory(place)) {
            return publicTypes(place);
        }
        try (FileSystem archive = FileSystems.newFileSystem(place)) {
            return publicTypes(archive.getPath("/"));
        }
    }

    private static List<Class<?>> publicTypes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Class<?>> types = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name =
                        root.relativize(file).toString().replace(".class", "").replace('/', '.');
                if (name.startsWith("io.") && !name.endsWith("package-info")) {
                    Class<?> type = Class.forName(name, false, ScsiExchange.class.getClassLoader());
                    if (Modifier.isPublic(type.getModifiers())) {
                        types.add(type);
                    }
                }
            }
            assertThat(types).as("what the core has").contains(ScsiExchange.class);
            return types;
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }
}
