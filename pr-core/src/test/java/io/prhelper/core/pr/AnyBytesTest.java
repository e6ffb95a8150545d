// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core.pr;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.Decoded;
import io.prhelper.core.scsi.Sense;
import io.prhelper.core.scsi.TransportId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A million byte strings per decoder, most of them near to what is well formed: no exception, and the same bytes when encoded. */
class AnyBytesTest {
    private static final int STRINGS = 1_000_000;
    private static final int SEEDS = 256;

    private final SplittableRandom random = new SplittableRandom(1511);
    private final RandomCommands source = new RandomCommands(random);

    @Test
    void noBytesMakeTheCommandDecoderThrow() {
        List<byte[]> cdbs = new ArrayList<>();
        List<byte[]> lists = new ArrayList<>();
        for (int i = 0; i < SEEDS; i++) {
            PrCommand command = source.command();
            cdbs.add(command.cdb());
            lists.add(command.dataOut());
        }
        int valid = 0;
        for (int i = 0; i < STRINGS; i++) {
            int seed = random.nextInt(SEEDS);
            byte[] cdb = near(cdbs.get(seed));
            byte[] list = near(lists.get(seed));
            if (PrCommand.decode(cdb, list) instanceof Decoded.Valid<PrCommand>(PrCommand command)) {
                valid++;
                expectSame(cdb, command.cdb());
                expectSame(command instanceof PrInCommand ? new byte[0] : list, command.dataOut());
            }
        }
        assertThat(valid).isBetween(STRINGS / 20, STRINGS * 19 / 20);
    }

    @Test
    void noBytesMakeADataDecoderThrow() {
        PrInAction[] actions = PrInAction.values();
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < SEEDS; i++) {
            seeds.add(source.data().encode());
        }
        long whole = 0;
        for (int i = 0; i < STRINGS; i++) {
            byte[] bytes = near(seeds.get(random.nextInt(SEEDS)));
            PrInData data = PrInData.decode(actions[i % actions.length], bytes);
            whole += data.isWhole() ? 1 : 0;
            expectSame(bytes, data.encode());
        }
        assertThat(whole).isBetween(STRINGS / 20L, STRINGS * 19 / 20L);
    }

    @Test
    void noBytesMakeTheTransportIdDecoderThrow() {
        List<byte[]> seeds = new ArrayList<>();
        while (seeds.size() < SEEDS) {
            if (source.command() instanceof PrOutCommand.Register register) {
                byte[] list = register.dataOut();
                seeds.add(list.length < 28 ? new byte[0] : Arrays.copyOfRange(list, 28, list.length));
            }
        }
        int valid = 0;
        for (int i = 0; i < STRINGS; i++) {
            byte[] bytes = near(seeds.get(random.nextInt(SEEDS)));
            expectSame(bytes, TransportId.of(bytes).encode());
            if (TransportId.decodeList(bytes) instanceof Decoded.Valid<List<TransportId>>(List<TransportId> ids)) {
                valid++;
                ByteArrayOutputStream encoded = new ByteArrayOutputStream();
                ids.forEach(id -> encoded.writeBytes(id.encode()));
                expectSame(bytes, encoded.toByteArray());
            }
        }
        assertThat(valid).isBetween(STRINGS / 20, STRINGS * 19 / 20);
    }

    @Test
    void noBytesMakeTheSenseParserThrow() {
        byte[] fixed = {0x70, 0, 5, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x24, 0, 0, 0, 0, 0};
        int found = 0;
        for (int i = 0; i < STRINGS; i++) {
            found += Sense.parse(near(fixed)).equals(Sense.NO_SENSE) ? 0 : 1;
        }
        assertThat(found).isBetween(STRINGS / 20, STRINGS * 19 / 20);
    }

    /** A plain comparison first: an assertion for each of a million takes long. */
    private static void expectSame(byte[] read, byte[] encoded) {
        if (!Arrays.equals(read, encoded)) {
            assertThat(encoded).isEqualTo(read);
        }
    }

    /** Bytes with a few changed, cut off or made longer; now and then nothing like them. */
    private byte[] near(byte[] seed) {
        int kind = random.nextInt(16);
        if (kind == 0) {
            return source.bytes(random.nextInt(64));
        }
        byte[] bytes = kind < 4 ? Arrays.copyOf(seed, random.nextInt(seed.length + 5)) : seed.clone();
        for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) (kind < 10 ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
        }
        return bytes;
    }
}
