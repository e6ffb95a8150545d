// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.prhelper.ffm.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PidFileTest {
    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void setUp() {
        path = directory.resolve("pid");
    }

    @Test
    void itHoldsTheProcessIdForTheOwnerOnly() throws IOException {
        try (PidFile file = PidFile.write(path.toString())) {
            assertThat(file).isNotNull();
            assertThat(path).hasContent(ProcessHandle.current().pid() + "\n");
            assertThat(Files.getPosixFilePermissions(path))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aFileFromBeforeIsReplacedWhole() throws IOException {
        Files.writeString(path, "a process id of long ago\n");
        try (PidFile file = PidFile.write(path.toString())) {
            assertThat(file).isNotNull();
            assertThat(path).hasContent(ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void aLivingProcessKeepsItsFile() throws IOException {
        try (ChildJvm child = ChildJvm.start(true, Program.class, path.toString())) {
            assertThat(child.line()).isEqualTo("locked");
            assertThatIOException()
                    .isThrownBy(() -> PidFile.write(path.toString()))
                    .withMessage("Cannot lock pid file: Resource temporarily unavailable");
            assertThat(path).hasContent(child.pid() + "\n");
        }
    }

    @Test
    void theFileOfADeadProcessIsTaken() throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(true, Program.class, path.toString())) {
            assertThat(child.line()).isEqualTo("locked");
            child.signal("KILL");
            child.status();
        }
        try (PidFile file = PidFile.write(path.toString())) {
            assertThat(file).isNotNull();
            assertThat(path).hasContent(ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void aSecondCloseDoesNothing() throws IOException {
        PidFile file = PidFile.write(path.toString());
        file.close();
        try (PidFile next = PidFile.write(path.toString())) {
            file.close();
            assertThat(next).isNotNull();
            assertThat(path).exists();
        }
    }

    @Test
    void aFileThatHasAnotherNameTooIsLeftAlone() throws IOException {
        Path other = Files.writeString(directory.resolve("passwd"), "precious");
        Files.createLink(path, other);
        assertThatIOException()
                .isThrownBy(() -> PidFile.write(path.toString()))
                .withMessage("Could not create '" + path + "': a file that has another name too is there");
        assertThat(other).hasContent("precious");
    }

    /** The folder is somebody else's, who puts another one in its place: our file goes, theirs stays. */
    @Test
    void theFileIsRemovedFromTheFolderWhereItWasMade() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("run"));
        Path moved = directory.resolve("moved");
        Path theirs = Files.createDirectory(directory.resolve("theirs"));
        try (PidFile file = PidFile.write(folder.resolve("pid").toString())) {
            assertThat(file).isNotNull();
            Files.move(folder, moved);
            Files.createSymbolicLink(folder, theirs);
            Files.createLink(theirs.resolve("pid"), moved.resolve("pid"));
        }
        assertThat(moved.resolve("pid")).doesNotExist();
        assertThat(theirs.resolve("pid")).exists();
    }

    @Test
    void aSymbolicLinkIsRefusedAndItsTargetLeftAlone() throws IOException {
        Path target = Files.writeString(directory.resolve("passwd"), "precious");
        Files.createSymbolicLink(path, target);
        assertThatIOException()
                .isThrownBy(() -> PidFile.write(path.toString()))
                .withMessage("Could not create '" + path + "': a symbolic link is there");
        assertThat(target).hasContent("precious");
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException, InterruptedException {
        assertThatIOException()
                .isThrownBy(() -> PidFile.write(directory.toString()))
                .withMessage("Could not create '" + directory + "': Is a directory");
        new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        assertThatIOException()
                .isThrownBy(() -> PidFile.write(path.toString()))
                .withMessage("Could not create '" + path + "': No such device or address");
        assertThatIOException()
                .isThrownBy(() -> PidFile.write("/dev/null"))
                .withMessage("Could not create '/dev/null': a file that is no regular file is there");
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Path nowhere = directory.resolve("none/pid");
        assertThatIOException()
                .isThrownBy(() -> PidFile.write(nowhere.toString()))
                .withMessage("Could not create '" + nowhere + "': No such file or directory");
    }

    @Test
    void onlyOurOwnFileIsRemoved() throws IOException {
        try (PidFile file = PidFile.write(path.toString())) {
            assertThat(file).isNotNull();
            Files.delete(path);
            Files.writeString(path, "somebody else's");
        }
        assertThat(path).hasContent("somebody else's");
    }

    /** Holds a pid file until it is killed. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            ChildJvm.endWithParent();
            ProcessExit exit = ProcessExit.onSignals();
            PidFile file = PidFile.write(arguments[0]);
            System.out.println("locked");
            exit.await();
            file.close();
        }
    }
}
