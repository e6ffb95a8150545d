// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package uses which: without circles in any module, and for pr-ffm as the map in the documents says. */
final class PackageGraphTest {
    private static final String ROOT = "io.prhelper.";
    private static final Path MAP = Path.of("..", "module-info-docs", "modules.md");

    private static JavaClasses compiled() throws IOException {
        try (Stream<Path> files = Files.find(Path.of(".."), 4, (file, facts) -> file.endsWith("target/classes"))) {
            JavaClasses classes = new ClassFileImporter().importPaths(files.toList());
            // One module less and the test would say nothing of it.
            assertThat(classes.stream().map(PackageGraphTest::module)).contains("core", "ffm", "testkit", "cli");
            return classes;
        }
    }

    private static String module(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", 2)[0] : "";
    }

    @Test
    void noPackagesUseEachOtherInACircle() throws IOException {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return module(type).isEmpty()
                                ? SliceIdentifier.ignore()
                                : SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(compiled());
    }

    /** Lines such as {@code serving -> ffm, device, libc}, names without {@code io.prhelper.ffm.} but for the parent itself. */
    @Test
    void theMapOfTheLinuxSideIsTheOneOfItsClasses() throws IOException {
        TreeMap<String, Set<String>> documented = new TreeMap<>();
        for (String line : Files.readAllLines(MAP)) {
            String[] sides = line.split("->", 2);
            if (sides.length == 2 && sides[0].matches(" *[a-z]+ *")) {
                Set<String> used = new TreeSet<>();
                for (String name : sides[1].replaceAll(" {2,}.*", "").split(",", -1)) {
                    used.add(name.trim());
                }
                used.remove("");
                documented.put(sides[0].trim(), used);
            }
        }
        TreeMap<String, Set<String>> actual = new TreeMap<>();
        for (JavaClass type : compiled()) {
            if (module(type).equals("ffm")) {
                Set<String> used = actual.computeIfAbsent(shortName(type), name -> new TreeSet<>());
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (module(target).equals("ffm") && !shortName(target).equals(shortName(type))) {
                        used.add(shortName(target));
                    }
                }
            }
        }
        assertThat(documented).isEqualTo(actual);
    }

    private static String shortName(JavaClass type) {
        String name = type.getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
