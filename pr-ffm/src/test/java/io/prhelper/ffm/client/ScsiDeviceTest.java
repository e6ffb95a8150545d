// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.client;

import static org.assertj.core.api.Assertions.assertThatIOException;

import io.prhelper.ffm.OpenDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is opened as a disk; that commands reach one is tested in the lab. */
final class ScsiDeviceTest {
    @TempDir
    private Path folder;

    @Test
    void onlyBlockDevicesAndScsiGenericOnesAreOpened() throws IOException {
        OpenDescriptors descriptors = new OpenDescriptors();
        Path file = Files.createFile(folder.resolve("file"));
        for (Path path : new Path[] {Path.of("/dev/null"), file}) {
            assertThatIOException()
                    .isThrownBy(() -> ScsiDevice.open(path))
                    .withMessage(path + " is neither a block device nor a SCSI generic or tape device");
        }
        descriptors.assertAsBefore();
    }

    @Test
    void aMissingNodeIsNamed() {
        Path missing = folder.resolve("missing");
        assertThatIOException().isThrownBy(() -> ScsiDevice.open(missing)).withMessageContaining(missing.toString());
    }
}
